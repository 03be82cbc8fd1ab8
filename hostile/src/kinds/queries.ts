import * as fc from 'fast-check';
import { honest, hostile, type Kind } from './kind.js';

const VALUES = [
  ...[
    '%00',
    '%ff',
    '%ED%A0%80',
    '%',
    '%zz',
    '%E2%80%AE',
    'NaN',
    '-1',
    '0',
    '101',
    '1e3',
    '1.5',
    '0x10',
    '9'.repeat(400),
  ],
  ...[
    'true',
    'TRUE',
    '1',
    'null',
    'undefined',
    '[object+Object]',
    '%27%20OR%201=1--',
    '%3Cscript%3Ealert(1)%3C/script%3E',
  ],
  ...[
    '(a%2B)%2B$',
    '.*',
    '%24where',
    '%7B%22%24gt%22:%22%22%7D',
    '..%2f..%2fetc%2fpasswd',
    '%0d%0aSet-Cookie:%20a=b',
  ],
  ...[
    'a'.repeat(3_000),
    'a'.repeat(20_000),
    '%F0%9F%8E%AB'.repeat(300),
    '//evil.example',
    'https://evil.example/',
  ],
];

const SHAPES: readonly ((name: string, value: string) => string)[] = [
  (name, value) => `${name}=${value}`,
  (name, value) => `${name}=${value}&${name}=${value}`,
  (name, value) => `${name}[]=${value}`,
  (name, value) => `${name}[$ne]=${value}`,
  (name, value) => `${name}[$regex]=${value}&${name}[$options]=s`,
  (name, value) => `${name}[__proto__][x]=${value}`,
  (name, value) => `__proto__[${name}]=${value}`,
  (name, value) => `constructor[prototype][${name}]=${value}`,
  (name, value) => `${name}${'[a]'.repeat(300)}=${value}`,
  (name, value) => Array.from({ length: 1_500 }, (_, index) => `${name}${index}=`).join('&') + value,
  (name) => name,
  (name, value) => `&&=&${name}==${value}&&`,
];

/** Queries with wrong types, operators and too much of everything. */
export const queries: Kind = {
  name: 'queries',
  suits: ({ query }) => query !== undefined,
  draw: (target, world, unique) =>
    fc
      .tuple(fc.constantFrom(...target.query!), fc.constantFrom(...SHAPES), fc.constantFrom(...VALUES))
      .map(([name, shape, value]) => {
        const draft = honest(target, world, unique);
        const query = shape(name, value);
        return hostile({ ...draft, target: `${draft.target.split('?')[0]}?${query}` }, world, {
          what: `query ${query.slice(0, 60)}`,
          as: target.as,
          must: 'do no harm',
        });
      }),
};
