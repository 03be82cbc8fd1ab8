import * as fc from 'fast-check';
import { withHeader } from '../draft.js';
import { hostile, idle, type Kind, honest } from './kind.js';

const OTHERS = [
  ...[
    'TRACE',
    'TRACK',
    'CONNECT',
    'DEBUG',
    'PROPFIND',
    'PATCH',
    'SEARCH',
    'PURGE',
    'LINK',
    'MKCOL',
    'M-SEARCH',
  ],
  ...[
    'PRI',
    'get',
    'Post',
    'GETT',
    'G',
    'A'.repeat(300),
    'GET\0',
    'GE T',
    '',
    '{}',
    '__proto__',
    'constructor',
  ],
];
const MADE_UP = fc.stringMatching(/^[A-Z][A-Z-]{2,11}$/).map((name) => `X${name}`);

/** Methods that the route does not have. */
export const methods: Kind = {
  name: 'methods',
  suits: () => true,
  draw: (target, world, unique) => {
    const other = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...OTHERS) }, MADE_UP).map((method) =>
      hostile({ ...honest(target, world, unique), method }, world, {
        what: `method ${JSON.stringify(method.slice(0, 20))}`,
        as: target.as,
        // the gateway answers for its own health, and the site shows a page, whatever the method is
        must: target.route.endsWith(' /healthz') || target.type === 'action' ? 'do no harm' : 'be refused',
        isUnfinished: method === '' || /[ \0]/.test(method),
      }),
    );
    const override = fc
      .constantFrom('X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override', '_method')
      .map((name) => {
        const draft = idle(target, world, unique);
        const { method } = draft;
        return hostile(withHeader({ ...draft, method: 'GET', body: null }, name, method), world, {
          what: `${name} in a GET`,
          must: 'do no harm',
        });
      });
    const reading = fc.constantFrom('OPTIONS', 'HEAD').map((method) =>
      hostile({ ...idle(target, world, unique), method, body: null }, world, {
        what: method,
        must: 'do no harm',
      }),
    );
    return fc.oneof({ weight: 8, arbitrary: other }, override, reading);
  },
};
