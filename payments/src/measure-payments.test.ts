import { measurePayments } from './measure-payments.js';
import { Payment } from './models/payment.js';
import { anOrder, aPayment, paymentsDatabase } from './testing/payments.js';

paymentsDatabase();
const { paymentsUnsettled, oldestUnsettled } = measurePayments();

const shown = async (gauge: typeof paymentsUnsettled) =>
  (await gauge.get()).values.map(({ labels, value }) => `${labels.goal}: ${Math.round(value)}`).sort();

it('shows how many payments wait, by goal, and since when', async () => {
  await aPayment(await anOrder(), { goal: 'capture', changedAt: new Date(Date.now() - 60_000) });
  await aPayment(await anOrder(), { goal: 'capture' });
  await aPayment(await anOrder(), { goal: 'capture', settled: true, outcome: 'paid', dueAt: undefined });
  expect(await shown(paymentsUnsettled)).toEqual(['authorise: 0', 'capture: 2', 'refund: 0', 'void: 0']);
  expect(await shown(oldestUnsettled)).toContain('capture: 60');
  const plan = JSON.stringify(await Payment.find({ dueAt: { $gt: new Date(0) }, goal: 'capture' }).explain());
  expect(plan).toContain('dueAt_1');
});
