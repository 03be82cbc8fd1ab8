import type { Cast } from '../cast/cast.js';
import { NEXT_PASSWORD, PASSWORD, type PersonName } from '../cast/person.js';
import type { Action } from './site-routes.js';
import type { Target } from './target.js';

/** The thing whose id is in the place of `[id]`, by the folder before it. */
const IDS: Readonly<Record<string, (cast: Cast) => string>> = {
  orders: ({ orders }) => orders.live.id,
  tickets: ({ tickets }) => tickets.onSale.id,
};

/** What each server action would do: the person who may do it, and the fields of its form. */
const ACTIONS: Readonly<
  Record<
    string,
    { as?: PersonName; isOwn?: true; fields?: (cast: Cast, unique: string) => Record<string, string> }
  >
> = {
  signInAction: { fields: ({ people }) => people.bob.credentials },
  signUpAction: {
    fields: ({ people }, unique) => ({
      ...people.bob.credentials,
      email: `Hostile.${unique}@hostile.example`,
    }),
  },
  signOutAction: { as: 'bob' },
  signOutEverywhereAction: { as: 'dan' },
  changePasswordAction: {
    as: 'dan',
    fields: () => ({ currentPassword: PASSWORD, newPassword: NEXT_PASSWORD }),
  },
  deleteAccountAction: { as: 'eve', fields: () => ({ password: PASSWORD }) },
  createTicketAction: {
    as: 'ann',
    fields: (_cast, unique) => ({ title: `Hostile ${unique}`, price: '13', key: unique }),
  },
  updateTicketAction: {
    as: 'ann',
    isOwn: true,
    fields: ({ tickets }, unique) => ({ id: tickets.onSale.id, title: `Hostile ${unique}`, price: '13' }),
  },
  reserveAction: { as: 'bob', fields: ({ tickets }) => ({ id: tickets.wanted.id }) },
  cancelOrderAction: { as: 'bob', isOwn: true, fields: ({ orders }) => ({ id: orders.live.id }) },
  payAction: { as: 'bob', isOwn: true, fields: ({ orders }) => ({ id: orders.unpaid.id }) },
};

/** The path of a page; undefined when its pattern has a part that nobody described. */
export function pathOf(pattern: string, cast?: Cast): string | undefined {
  const parts = pattern.split('/');
  const filled = parts.map((part, index) => {
    if (!part.startsWith('[')) return part;
    const id = part === '[id]' ? IDS[parts[index - 1] ?? ''] : undefined;
    return id && (cast ? id(cast) : part);
  });
  return filled.includes(undefined) ? undefined : filled.join('/');
}

export function pageTarget(pattern: string): Target | undefined {
  if (pathOf(pattern) === undefined) return undefined;
  return {
    route: `page ${pattern}`,
    type: 'page',
    as: 'bob',
    ...(pattern.includes('[id]') && { isOwn: true }),
    query: ['q', 'cursor', 'next', 'payment'],
    draft: (cast) => ({ method: 'GET', target: pathOf(pattern, cast)!, headers: [] }),
  };
}

const BOUNDARY = 'hostile-boundary';
export const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;

/** The fields as a browser sends a form. */
export function multipart(fields: Readonly<Record<string, string>>): string {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join('')}--${BOUNDARY}--\r\n`;
}

/** A script of a page sends an action like this: the state before, and the form as `$K1`, whose fields begin with `_1_`. */
export function actionTarget({ name, id, pages }: Action): Target | undefined {
  const described = ACTIONS[name];
  const page = pages.find((pattern) => pathOf(pattern) !== undefined && !pattern.startsWith('/_'));
  if (!described || page === undefined) return undefined;
  return {
    route: `action ${name}`,
    type: 'action',
    ...(described.as && { as: described.as }),
    ...(described.isOwn && { isOwn: true }),
    ...(!described.fields && { hasNoFields: true }),
    draft: (cast, unique) => {
      const fields = Object.entries(described.fields?.(cast, unique) ?? {});
      return {
        method: 'POST',
        target: pathOf(page, cast)!,
        headers: [
          ['Accept', 'text/x-component'],
          ['Next-Action', id],
          ['Content-Type', MULTIPART],
        ],
        body: multipart({
          ...Object.fromEntries(fields.map(([field, value]) => [`_1_${field}`, value])),
          0: '["$undefined","$K1"]',
        }),
      };
    },
  };
}
