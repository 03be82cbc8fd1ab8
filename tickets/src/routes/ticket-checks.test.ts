import { ticketInput } from '@ticketing/common/api';
import { accepts } from '@ticketing/testing';
import fc from 'fast-check';
import { ticketChecks } from './ticket-checks.js';

const title = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 210 }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', ' ', 'Concert', '\ud800', 'a'.repeat(200), 'a'.repeat(201), '\u202e'),
  fc.anything(),
);
const price = fc.oneof(
  fc.integer({ min: -100, max: 100_000_100 }).map((cents) => cents / 100),
  fc.double(),
  fc.constantFrom(0.49, 0.5, 999_999.99, 1_000_000, '20'),
  fc.anything(),
);

it('takes the tickets that openapi.yaml describes, and no others', async () => {
  const bodies = fc.record({ title, price }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(bodies, async (sent) => {
      const body: unknown = JSON.parse(JSON.stringify(sent)); // as it arrives
      expect(await accepts(ticketChecks, { body })).toBe(ticketInput.safeParse(body).success);
    }),
    { numRuns: 500 },
  );
});
