import { Payment } from '../models/payment.js';
import { testBank } from '../testing/bank.js';
import { anOrder, paymentsApi, stored } from '../testing/payments.js';

const bank = testBank();
const as = paymentsApi(bank);

it('says 503 while Stripe is away, and the next request goes on with the same payment', async () => {
  const order = await anOrder();
  await bank.server.kill();
  const pay = () => as(order.userId).post('/api/payments').send({ orderId: order.id });
  const res = await pay().expect(503);
  expect(res.get('retry-after')).toBe('5');
  expect((res.body as { errors: object[] }).errors).toMatchObject([
    { message: expect.stringContaining('You were not charged') as string },
  ]);
  await pay().expect(503);
  const [payment, ...others] = await Payment.find({ orderId: order.id }).lean();
  expect(others).toEqual([]);
  const shown = await as(order.userId)
    .get(`/api/payments/${String(payment!._id)}?refresh`)
    .expect(200);
  expect(shown.body).toMatchObject({ status: 'open' });
  await bank.server.start();
  const again = await pay().expect(200);
  expect(again.body).toMatchObject({
    id: String(payment!._id),
    status: 'open',
    clientSecret: expect.any(String) as string,
  });
});

it('answers within 5 s when Stripe hangs, and goes on in the background', async () => {
  const order = await anOrder();
  const { pid } = bank.server;
  process.kill(pid!, 'SIGSTOP');
  const from = Date.now();
  try {
    await as(order.userId).post('/api/payments').send({ orderId: order.id }).expect(503);
  } finally {
    process.kill(pid!, 'SIGCONT');
  }
  expect(Date.now() - from).toBeLessThan(5_000);
  const { id } = (await as(order.userId).post('/api/payments').send({ orderId: order.id }).expect(200))
    .body as { id: string };
  expect(await stored(id)).toMatchObject({ seen: 'unconfirmed' });
  expect(await bank.intentsOf(order.id)).toHaveLength(1);
});
