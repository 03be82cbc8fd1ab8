import { paymentInput, paymentsQuery } from '@ticketing/common/api';
import { accepts, newId } from '@ticketing/testing';
import fc from 'fast-check';
import { orderIdCheck as bodyCheck } from './create-payment.js';
import { orderIdCheck } from './list-payments.js';

const ids = fc.oneof(
  fc.constantFrom(newId(), newId().toUpperCase(), newId().slice(1), `${newId()}\n`, '', [newId()]),
  fc.string(),
);

it('takes the lists that openapi.yaml describes, and no others', async () => {
  await fc.assert(
    fc.asyncProperty(fc.record({ orderId: ids }, { requiredKeys: [] }), async (query) => {
      expect(await accepts([orderIdCheck], { query })).toBe(paymentsQuery.safeParse(query).success);
    }),
    { numRuns: 500 },
  );
});

it('takes the payments that openapi.yaml describes, and no others', async () => {
  const bodies = fc.record({ orderId: fc.oneof(ids, fc.anything()) }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(bodies, async (sent) => {
      const body: unknown = JSON.parse(JSON.stringify(sent)); // as it arrives
      expect(await accepts([bodyCheck], { body })).toBe(paymentInput.safeParse(body).success);
    }),
    { numRuns: 500 },
  );
});
