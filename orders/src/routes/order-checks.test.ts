import { orderInput } from '@ticketing/common/api';
import { accepts, newId } from '@ticketing/testing';
import fc from 'fast-check';
import { ticketIdCheck } from './create-order.js';
import { seenChecks } from './seen-checks.js';

const ticketId = fc.oneof(
  fc.constantFrom(newId(), newId().toUpperCase(), newId().slice(1), [newId()], ''),
  fc.anything(),
);
const seen = fc.oneof(
  fc.record(
    {
      title: fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(' ', '\ud800', 'Concert'),
        fc.anything(),
      ),
      price: fc.oneof(fc.double(), fc.constantFrom(0, 0.01, '20'), fc.anything()),
    },
    { requiredKeys: [] },
  ),
  fc.anything(),
);

it('takes the orders that openapi.yaml describes, and no others', async () => {
  const bodies = fc.record({ ticketId, seen }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(bodies, async (sent) => {
      const body: unknown = JSON.parse(JSON.stringify(sent)); // as it arrives
      expect(await accepts([ticketIdCheck, ...seenChecks], { body })).toBe(
        orderInput.safeParse(body).success,
      );
    }),
    { numRuns: 500 },
  );
});
