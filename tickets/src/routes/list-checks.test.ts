import { ticketQuery } from '@ticketing/common/api';
import { accepts, newId } from '@ticketing/testing';
import fc from 'fast-check';
import { listChecks } from './list-tickets.js';

const cursorOf = (id: string) => Buffer.from(id).toString('base64url');
const isWhole = (text: string) => /^-?\d+$/.test(text);
const words = fc.integer({ min: 190, max: 210 }).map((length) => 'a'.repeat(length));

/** Texts near the rule of each parameter, and the value that a text stands for. */
const PARAMETERS: [name: string, near: fc.Arbitrary<string>, valueOf: (text: string) => unknown][] = [
  ['q', words, (text) => text],
  [
    'mine',
    fc.constantFrom('true', 'false', 'TRUE', '1', ''),
    (text) => text === 'true' || (text === 'false' ? false : text),
  ],
  [
    'limit',
    fc.constantFrom('-1', '0', '1', '50', '100', '101', '1000', '1.5', '1e1', '', ' 5', '+5'),
    (text) => (isWhole(text) ? Number(text) : text),
  ],
  ['cursor', fc.constantFrom(newId(), newId().slice(1), `${newId()}0`, '').map(cursorOf), (text) => text],
];

it.each(PARAMETERS)(
  'takes each `%s` that openapi.yaml describes, and no other',
  async (name, near, valueOf) => {
    const text = fc.oneof({ weight: 2, arbitrary: near }, fc.string({ unit: 'binary' }));
    const sent = fc.oneof({ weight: 4, arbitrary: text }, fc.array(text, { maxLength: 2 })); // as in `?q=a&q=b`
    const query = sent.map((value) => ({ [name]: value }));
    await fc.assert(
      fc.asyncProperty(query, async ({ [name]: value }) => {
        const meant = typeof value === 'string' ? valueOf(value) : value;
        const isDescribed = ticketQuery.safeParse({ [name]: meant }).success;
        expect(await accepts(listChecks, { query: { [name]: value } })).toBe(isDescribed);
      }),
      { numRuns: 500 },
    );
  },
);
