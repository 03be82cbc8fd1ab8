import { OrderStatus } from '@ticketing/common/events';
import { databaseClock } from '@ticketing/common/mongo';
import { measureOrders } from './measure-orders.js';
import { Order } from './models/order.js';
import { anOrder, aTicket, inFuture, ordersDatabase, past } from './testing/orders.js';

ordersDatabase();
const { ordersLive, ordersOverdue } = measureOrders();

/** What is shown a while later, when nobody gets an earlier answer any more. */
let later = 0;
async function shown(gauge: typeof ordersLive | typeof ordersOverdue) {
  later += 10_000;
  const now = performance.now();
  jest.spyOn(performance, 'now').mockReturnValue(now + later);
  jest.spyOn(databaseClock, 'now').mockReturnValue(Date.now());
  const { values } = await gauge.get();
  jest.restoreAllMocks();
  return values.map(({ labels, value }) => [...Object.values(labels), Math.round(value)]);
}

const orders = async (count: number, status: OrderStatus, expiresAt = inFuture()) => {
  for (let at = 0; at < count; at++) await anOrder({ ticketId: await aTicket(), status, expiresAt });
};

it('shows how many orders are live, by status, and reads no order that has ended', async () => {
  await orders(2, OrderStatus.Created);
  await orders(1, OrderStatus.AwaitingPayment);
  await orders(3, OrderStatus.Cancelled);
  await orders(1, OrderStatus.Complete);
  expect(await shown(ordersLive)).toEqual([
    ['created', 2],
    ['awaiting:payment', 1],
  ]);
  const plan: unknown = await Order.find({ status: OrderStatus.Created }).explain('executionStats');
  expect(JSON.stringify(plan)).toContain('status_1_expiresAt_1');
  expect(plan).toMatchObject({ executionStats: { totalKeysExamined: 2 } });
});

it('shows how long the oldest reservation is overdue', async () => {
  await orders(1, OrderStatus.Created);
  expect(await shown(ordersOverdue)).toEqual([[0]]);
  await orders(1, OrderStatus.Created, past(20_000));
  await orders(1, OrderStatus.Created, past(50_000));
  // a payment has claimed this order: it does not run out
  await orders(1, OrderStatus.AwaitingPayment, past(90_000));
  expect(await shown(ordersOverdue)).toEqual([[50]]);
});
