import * as fc from 'fast-check';
import { type Draft, withHeader } from '../draft.js';
import { as, hostile, type Kind, mustOf, ofThisSite, type World } from './kind.js';

/** Ways to claim to be somebody. */
const CLAIMS: Readonly<Record<string, (draft: Draft, world: World) => Draft>> = {
  plainly: (draft) => draft,
  'with the id in capitals': (draft) => ({
    ...draft,
    target: draft.target.replace(/[0-9a-f]{24}/, (id) => id.toUpperCase()),
  }),
  'with a header that names the owner': (draft, { cast }) =>
    withHeader(draft, 'X-User-Id', cast.people.bob.id),
  'with a query that names the owner': (draft, { cast }) => ({
    ...draft,
    target: `${draft.target}${draft.target.includes('?') ? '&' : '?'}userId=${cast.people.bob.id}&refresh=true`,
  }),
  'with a body that names the owner': (draft, { cast }) =>
    typeof draft.body === 'string' && draft.body.startsWith('{')
      ? {
          ...draft,
          body: draft.body.replace('{', `{"userId":"${cast.people.bob.id}"${draft.body === '{}' ? '' : ','}`),
        }
      : draft,
  'with If-Match': (draft) => withHeader(draft, 'If-Match', '*'),
};

/** Somebody who is signed in, or nobody, asks for what is another's. */
export const foreignThings: Kind = {
  name: 'foreign things',
  weight: 2,
  suits: ({ isOwn }) => isOwn === true,
  draw: (target, world, unique) =>
    fc
      .tuple(
        fc.constantFrom('mallory' as const, 'mallory' as const, undefined),
        fc.constantFrom(...Object.entries(CLAIMS)),
      )
      .map(([who, [how, claim]]) =>
        hostile(claim(as(who, ofThisSite(target, world, unique), world), world), world, {
          what: `asked by ${who ?? 'nobody'}, ${how}`,
          ...(who && { as: who }),
          must:
            target.isList || target.type === 'action'
              ? 'do no harm'
              : target.type === 'reads'
                ? 'be refused'
                : mustOf(target),
        }),
      ),
};
