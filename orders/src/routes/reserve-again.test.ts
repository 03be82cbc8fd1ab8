import { OrderStatus } from '@ticketing/common/events';
import { newId } from '@ticketing/testing';
import { Order } from '../models/order.js';
import { anOrder, aTicket, inFuture, ordersApi, past, stored } from '../testing/orders.js';

const as = ordersApi();
const reserve = (buyer: string, ticketId: string, seen?: object) =>
  as(buyer).post('/api/orders').send({ ticketId, seen });

afterEach(() => jest.restoreAllMocks());

it.each([OrderStatus.Created, OrderStatus.AwaitingPayment])(
  'answers a buyer who asks again with their order that is %s, and changes nothing',
  async (status) => {
    const [buyer, ticketId] = [newId(), await aTicket()];
    const order = await anOrder({ ticketId, userId: buyer, status, expiresAt: inFuture() });
    const again = await reserve(buyer, ticketId).expect(200);
    expect(again.body).toEqual((await as(buyer).get(`/api/orders/${order.id}`).expect(200)).body);
    expect(await stored(order._id)).toMatchObject({ version: 0, outbox: [] });
    expect(await Order.countDocuments()).toBe(1);
  },
);

it('answers the second of two requests with the order of the first', async () => {
  const [buyer, ticketId] = [newId(), await aTicket()];
  const first = await reserve(buyer, ticketId).expect(201);
  const second = await reserve(buyer, ticketId).expect(200);
  expect(second.body).toEqual(first.body);
  expect((await stored((first.body as { id: string }).id)).outbox).toHaveLength(1);
});

it('places one order for many requests of one buyer at once', async () => {
  for (let round = 0; round < 5; round++) {
    const [buyer, ticketId] = [newId(), await aTicket()];
    const answers = await Promise.all(Array.from({ length: 10 }, () => reserve(buyer, ticketId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(9).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => (body as { id: string }).id)).size).toBe(1);
    const [order, ...others] = await Order.find({ 'ticket.id': ticketId }).lean();
    expect(others).toEqual([]);
    expect(order!.outbox).toHaveLength(1);
  }
});

it('finds the order that an instance wrote before it died', async () => {
  const [buyer, ticketId] = [newId(), await aTicket()];
  // the write happens, and its answer is lost
  const insert = Order.collection.insertOne.bind(Order.collection);
  jest.spyOn(Order.collection, 'insertOne').mockImplementationOnce(async (...args) => {
    await insert(...args);
    throw new Error('the connection is gone');
  });
  await reserve(buyer, ticketId).expect(500);

  await reserve(buyer, ticketId).expect(200);
  expect(await Order.countDocuments()).toBe(1);
});

it('shows the price that was recorded when the ticket has changed since', async () => {
  const [buyer, ticketId] = [newId(), await aTicket({ title: 'Pass', price: 10 })];
  await reserve(buyer, ticketId, { title: 'Pass', price: 10 }).expect(201);
  await aTicket({ id: ticketId, version: 1, title: 'Pass', price: 500 });
  const again = await reserve(buyer, ticketId, { title: 'Pass', price: 500 }).expect(200);
  expect(again.body).toMatchObject({ ticket: { price: 10 } });
});

it('does not show a buyer the order of somebody else', async () => {
  const ticketId = await aTicket();
  await reserve(newId(), ticketId).expect(201);
  const res = await reserve(newId(), ticketId).expect(400);
  expect(res.body).toEqual({ errors: [{ message: 'Ticket is already reserved' }] });
});

it('tells a buyer who has bought the ticket that it is theirs', async () => {
  const [buyer, ticketId] = [newId(), await aTicket()];
  await anOrder({ ticketId, userId: buyer, status: OrderStatus.Complete, expiresAt: past() });
  const res = await reserve(buyer, ticketId).expect(400);
  expect(res.body).toEqual({ errors: [{ message: 'You have bought this ticket already' }] });
});

it('ends an overdue order of the buyer, and does not show it as live', async () => {
  const [buyer, ticketId] = [newId(), await aTicket()];
  const overdue = await anOrder({ ticketId, userId: buyer, expiresAt: past(100_000) });
  const res = await reserve(buyer, ticketId).expect(201);
  expect((res.body as { id: string }).id).not.toBe(overdue.id);
  expect((await stored(overdue._id)).status).toBe('cancelled');
});

it('sees that an overdue order was completed in the meantime', async () => {
  const [buyer, ticketId] = [newId(), await aTicket()];
  const order = await anOrder({ ticketId, userId: buyer, expiresAt: past() });
  const findOne = Order.collection.findOne.bind(Order.collection);
  jest.spyOn(Order.collection, 'findOne').mockImplementationOnce(async (...args) => {
    const found = await findOne(...args);
    await Order.updateOne({ _id: order._id }, { $set: { status: OrderStatus.Complete } });
    return found;
  });
  await reserve(buyer, ticketId).expect(400);

  expect((await stored(order._id)).status).toBe('complete');
});
