import * as fc from 'fast-check';
import { withHeader } from '../draft.js';
import { forgedSessions } from './forged-sessions.js';
import { hostile, type Kind, mustOf, ofThisSite } from './kind.js';

/** What is around the forged cookie. */
const SURROUNDINGS: Readonly<Record<string, (cookie: string) => string[]>> = {
  alone: (cookie) => [cookie],
  twice: (cookie) => [`${cookie}; ${cookie}`],
  'in two headers': (cookie) => ['a=b', cookie],
  'among many': (cookie) => [
    `${Array.from({ length: 500 }, (_, index) => `c${index}=1`).join('; ')}; ${cookie}`,
  ],
  'with a huge one': (cookie) => [`${cookie}; huge=${'x'.repeat(9_000)}`],
  'with a far too huge one': (cookie) => [`${cookie}; huge=${'x'.repeat(70_000)}`],
  'with a broken one': (cookie) => [`=; ;;==; $Version=1; ${cookie}; \x80=\xff`],
  'with one of the prototype': (cookie) => [`__proto__=x; constructor=y; ${cookie}`],
};

/** Requests with sessions that nobody was given. */
export const cookies: Kind = {
  name: 'forged cookies',
  suits: ({ as, type }) => as !== undefined || type === 'private' || type === 'page',
  draw: (target, world, unique) => {
    const { people } = world.cast;
    const victim = people[target.as ?? 'bob'];
    const forger = victim.name === 'mallory' ? people.ann : people.mallory;
    const [name, value] = victim.session;
    const [, device = ''] = [...victim.cookies].find(([cookie]) => cookie.includes('device')) ?? [];
    const forged = forgedSessions(value, forger.session[1], {
      pass: world.cast.pass,
      'token of a device': device,
    });
    const names = [
      name,
      name,
      name,
      name,
      `__Host-${name}`,
      name.toUpperCase(),
      `${name}.sig`,
      name.replace('session', 'device'),
    ];
    return fc
      .tuple(
        fc.constantFrom(...Object.entries(forged)),
        fc.constantFrom(...names),
        fc.constantFrom(...Object.entries(SURROUNDINGS)),
      )
      .map(([[what, text], called, [place, around]]) =>
        hostile(
          withHeader(ofThisSite(target, world, unique), 'Cookie', ...around(`${called}=${text}`)),
          world,
          {
            what: `${what}, in ${called}, ${place}`,
            // an action without a session leads to the page to sign in
            must: target.type === 'action' || target.needsNoSession ? 'do no harm' : mustOf(target),
          },
        ),
      );
  },
};
