import * as fc from 'fast-check';
import { type Draft, withHeader, without } from '../draft.js';
import { as, hasBody, hostile, type Kind, type World } from './kind.js';

/** What a browser says about the page that sent a request, when it is a page of somebody else. */
const origins = ({ port }: World): readonly (readonly [string, string])[][] => [
  ...[
    'https://evil.example',
    'null',
    `http://localhost:${port + 1}`,
    'http://localhost',
    `http://sibling.localhost:${port}`,
    `http://localhost.evil.example:${port}`,
    `http://127.0.0.1.evil.example:${port}`,
    `http://evil.example:${port}`,
  ].flatMap((origin): (readonly [string, string])[][] => [
    [['Origin', origin]],
    [
      ['Origin', origin],
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Mode', 'no-cors'],
    ],
  ]),
  [['Sec-Fetch-Site', 'cross-site']],
  [['Sec-Fetch-Site', 'same-site']],
  [
    ['Origin', `http://sibling.localhost:${port}`],
    ['Sec-Fetch-Site', 'same-site'],
  ],
  [
    ['Origin', 'https://evil.example'],
    ['X-Forwarded-Host', 'evil.example'],
  ],
  [
    ['Origin', 'https://evil.example'],
    ['Connection', 'origin'],
  ],
  [
    ['Origin', 'https://evil.example'],
    ['Connection', 'close, origin, sec-fetch-site'],
    ['Sec-Fetch-Site', 'cross-site'],
  ],
];

/** A page elsewhere can send these bodies without asking first. */
const BODIES: Readonly<Record<string, (draft: Draft) => Draft>> = {
  'as JSON': (draft) => draft,
  'as text': (draft) => withHeader(draft, 'Content-Type', 'text/plain'),
  'without a type': (draft) => without(draft, 'Content-Type'),
  'without a body': (draft) => ({ ...without(draft, 'Content-Type'), body: '' }),
};

/** Requests that a page of another origin makes a browser send, with the visitor's cookies. */
export const otherOrigins: Kind = {
  name: 'other origins',
  weight: 3,
  suits: hasBody,
  draw: (target, world, unique) =>
    fc
      .tuple(fc.constantFrom(...origins(world)), fc.constantFrom(...Object.entries(BODIES)))
      .map(([from, [how, change]]) => {
        const draft = change(as(target.as, target.draft(world.cast, unique), world));
        const sent = from.reduce((all, [name, value]) => withHeader(all, name, value), draft);
        return hostile(sent, world, {
          what: `${from.map((header) => header.join(': ')).join(', ')}, ${how}`,
          as: target.as,
          must: 'be refused',
        });
      }),
};
