import { databaseClock } from '@ticketing/common/mongo';
import { newId } from '@ticketing/testing';
import { changeOrder } from '../events/change-order.js';
import { Order, type PlacedOrder } from '../models/order.js';
import { aTicket, ordersDatabase } from '../testing/orders.js';
import { expireOrder } from './expire-order.js';
import { placeOrder } from './place-order.js';

const WINDOW = 900;
ordersDatabase();

/** The time of the database in the tests, in seconds. */
let now: number;
let ticketId: string;
const buyer = newId();

beforeEach(async () => {
  now = 1_000_000;
  jest.spyOn(databaseClock, 'now').mockImplementation(() => now * 1000);
  ticketId = await aTicket();
});
afterEach(() => jest.restoreAllMocks());

async function reserve(userId = buyer, windowSeconds = WINDOW): Promise<PlacedOrder> {
  const { order, isNew } = await placeOrder({ ticketId, userId }, { windowSeconds, perAccount: 6 });
  expect(isNew).toBe(true);
  return order;
}

async function cancel({ _id }: PlacedOrder): Promise<void> {
  const order = await Order.findById(_id);
  order!.cancel();
  await order!.save();
}

const refusal = (seconds: string) =>
  `You held this ticket a moment ago, so others come first. You can reserve it again in ${seconds}`;

it('lets a buyer whose time ran out reserve the ticket again after a minute', async () => {
  await reserve();
  now += WINDOW + 15;
  await expect(reserve()).rejects.toThrow(refusal('45 seconds'));
  now += 44.5;
  await expect(reserve()).rejects.toThrow(refusal('1 second'));
  now += 0.5;
  await reserve();
});

it('lets everybody else reserve the ticket at once', async () => {
  await reserve();
  now += WINDOW;
  await reserve(newId());
});

it('lets a buyer who waits reserve another ticket', async () => {
  await reserve();
  now += WINDOW;
  ticketId = await aTicket();
  await reserve();
});

it('is no shorter when somebody else held the ticket in between', async () => {
  await reserve();
  now += WINDOW;
  for (let other = 0; other < 5; other++) await cancel(await reserve(newId()));
  await expect(reserve()).rejects.toThrow(refusal('60 seconds'));
});

it('is no longer when the worker was late', async () => {
  const order = await reserve();
  now += WINDOW + 61;
  await expireOrder(String(order._id));
  await reserve();
});

it('begins when the payment of the order fails, however long that took', async () => {
  const order = await reserve();
  const payment = { paymentId: newId(), amount: 2000 };
  await changeOrder(String(order._id), (stored) => stored.claim(payment));
  now += 2 * WINDOW;
  await changeOrder(String(order._id), (stored) => stored.paymentFailed(payment.paymentId));
  now += 15;
  await expect(reserve()).rejects.toThrow(refusal('45 seconds'));
  now += 45;
  await reserve();
});

it('makes a buyer wait who cancels a second before the end', async () => {
  const order = await reserve();
  now += WINDOW - 1;
  await cancel(order);
  await expect(reserve()).rejects.toThrow(refusal('60 seconds'));
});

it('lets a buyer who cancels early reserve the ticket again at once', async () => {
  const order = await reserve();
  now += 5;
  await cancel(order);
  await reserve();
});

it('begins after more than half of the window', async () => {
  const order = await reserve();
  now += WINDOW / 2;
  await cancel(order);
  const second = await reserve();
  now += 0.001;
  await cancel(second);
  await expect(reserve()).rejects.toThrow(refusal('60 seconds'));
});

it('counts orders with short breaks between them as one', async () => {
  for (const seconds of [200, 200, 1]) {
    const order = await reserve();
    now += seconds;
    await cancel(order);
    now += 30;
  }
  await expect(reserve()).rejects.toThrow(refusal('30 seconds'));
});

it('counts anew after a break of a minute', async () => {
  for (const seconds of [400, 400]) {
    const order = await reserve();
    now += seconds;
    await cancel(order);
    now += 60;
  }
  await reserve();
});

it('lasts no longer than the window', async () => {
  await reserve(buyer, 4);
  now += 5;
  await expect(reserve(buyer, 4)).rejects.toThrow(refusal('3 seconds'));
  now += 3;
  await reserve(buyer, 4);
});

it('holds for an order that was placed before orders told since when they hold the ticket', async () => {
  const order = await reserve();
  await Order.updateOne({ _id: order._id }, { $unset: { heldSince: 1 } });
  now += WINDOW;
  await expect(reserve()).rejects.toThrow(refusal('60 seconds'));
});

it('holds for a request that began before the buyer held the ticket', async () => {
  await reserve();
  now += WINDOW;
  jest.spyOn(Order.collection, 'findOne').mockResolvedValueOnce(null);
  await expect(reserve()).rejects.toThrow(refusal('60 seconds'));
});

it('reads the last order of the buyer with an index', async () => {
  const query = Order.findOne({ userId: buyer, 'ticket.id': ticketId }).sort({ hold: -1 });
  expect(JSON.stringify(await query.explain())).toContain('userId_1_ticket.id_1_hold_-1');
});
