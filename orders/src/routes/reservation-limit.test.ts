import { LIVE_STATUSES, OrderStatus } from '@ticketing/common/events';
import { newId } from '@ticketing/testing';
import { Order } from '../models/order.js';
import { anOrder, aTicket, ordersApi, past, PER_ACCOUNT } from '../testing/orders.js';

const as = ordersApi();
const reserve = (buyer: string, ticketId: string) => as(buyer).post('/api/orders').send({ ticketId });
const tickets = (count: number) => Promise.all(Array.from({ length: count }, () => aTicket()));
const liveOrdersOf = (userId: string) => Order.find({ userId, status: { $in: LIVE_STATUSES } }).lean();

/** A buyer with as many live orders as an account may have. */
async function aBuyerAtTheLimit(fields: { status?: OrderStatus; expiresAt?: Date } = {}) {
  const userId = newId();
  const held = await tickets(PER_ACCOUNT);
  const orders = await Promise.all(
    held.map((ticketId, index) => anOrder({ ticketId, userId, place: index + 1, ...fields })),
  );
  return { userId, held, orders };
}

afterEach(() => jest.restoreAllMocks());

it('refuses one order more than an account may have, and says what to do', async () => {
  const buyer = newId();
  for (const ticketId of await tickets(PER_ACCOUNT)) await reserve(buyer, ticketId).expect(201);
  const res = await reserve(buyer, await aTicket()).expect(400);
  const message =
    'You hold 6 reservations, the most that one account may have. Cancel one, or wait until one runs out';
  expect(res.body).toEqual({ errors: [{ message }] });
  await reserve(newId(), await aTicket()).expect(201);
});

it('takes one order more when one is cancelled', async () => {
  const { userId, orders } = await aBuyerAtTheLimit();
  await as(userId).delete(`/api/orders/${orders[2]!.id}`).expect(204);
  await reserve(userId, await aTicket()).expect(201);
  await reserve(userId, await aTicket()).expect(400);
});

it.each([OrderStatus.Cancelled, OrderStatus.Complete])(
  'does not count orders that are %s',
  async (status) => {
    const { userId } = await aBuyerAtTheLimit({ status });
    for (const ticketId of await tickets(PER_ACCOUNT)) await reserve(userId, ticketId).expect(201);
    await reserve(userId, await aTicket()).expect(400);
  },
);

it('counts orders that are being paid', async () => {
  const { userId } = await aBuyerAtTheLimit({ status: OrderStatus.AwaitingPayment });
  await reserve(userId, await aTicket()).expect(400);
});

it('ends the overdue orders of an account first, and frees their places', async () => {
  const { userId, orders } = await aBuyerAtTheLimit({ expiresAt: past() });
  await reserve(userId, await aTicket()).expect(201);
  const ids = orders.map(({ _id }) => _id);
  expect(await Order.countDocuments({ _id: { $in: ids }, status: 'cancelled' })).toBe(PER_ACCOUNT);
  expect(await liveOrdersOf(userId)).toHaveLength(1);
});

it('holds for requests that come at once', async () => {
  for (let round = 0; round < 3; round++) {
    const buyer = newId();
    const answers = await Promise.all((await tickets(25)).map((ticketId) => reserve(buyer, ticketId)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(PER_ACCOUNT);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(25 - PER_ACCOUNT);
    const places = (await liveOrdersOf(buyer)).map(({ place }) => place);
    expect(places.sort()).toEqual([1, 2, 3, 4, 5, 6]);
  }
});

it('holds while the account cancels and reserves at once', async () => {
  const { userId, orders } = await aBuyerAtTheLimit();
  const answers = await Promise.all([
    ...orders.slice(0, 3).map(({ id }) => as(userId).delete(`/api/orders/${id}`)),
    ...(await tickets(12)).map((ticketId) => reserve(userId, ticketId)),
  ]);
  const placed = answers.filter(({ status }) => status === 201);
  expect(placed.length).toBeLessThanOrEqual(3);
  expect(await liveOrdersOf(userId)).toHaveLength(PER_ACCOUNT - 3 + placed.length);
});

it('never stores two live orders of an account with one place', async () => {
  const userId = newId();
  await anOrder({ ticketId: await aTicket(), userId, place: 1 });
  const second = { ticketId: await aTicket(), userId, place: 1 };
  await expect(anOrder(second)).rejects.toMatchObject({ code: 11000, keyPattern: { userId: 1, place: 1 } });
  await anOrder({ ...second, userId: newId() });
});

it('answers a buyer at the limit with the order they hold', async () => {
  const { userId, held } = await aBuyerAtTheLimit();
  await reserve(userId, held[0]!).expect(200);
});

it('answers all requests for the last place with the one order that got it', async () => {
  for (let round = 0; round < 5; round++) {
    const { userId, orders } = await aBuyerAtTheLimit();
    await as(userId).delete(`/api/orders/${orders[0]!.id}`).expect(204);
    const ticketId = await aTicket();
    const answers = await Promise.all(Array.from({ length: 8 }, () => reserve(userId, ticketId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(7).fill(200), 201]);
  }
});

it('looks again when the order that filled the account is for the same ticket', async () => {
  const { userId, held } = await aBuyerAtTheLimit();
  // the first look happens as if before that order was written
  jest.spyOn(Order.collection, 'findOne').mockResolvedValueOnce(null);
  await reserve(userId, held[0]!).expect(200);
});

it('has the index that the databases of older releases have', () => {
  const [, options] = Order.schema
    .indexes()
    .find(([fields]) => JSON.stringify(fields) === JSON.stringify({ userId: 1, place: 1 }))!;
  // MongoDB refuses to make an index of the same name with another filter, and the service would not start
  expect(options).toMatchObject({
    unique: true,
    partialFilterExpression: { place: { $gt: 0 }, status: { $in: ['created', 'awaiting:payment'] } },
  });
});

it('reads the live orders of an account with an index', async () => {
  const query = { userId: newId(), place: { $gt: 0 }, status: { $in: LIVE_STATUSES } };
  expect(JSON.stringify(await Order.find(query).explain())).toContain('userId_1_place_1');
});

it('refuses the seller’s own ticket, also while somebody holds it', async () => {
  const seller = newId();
  const ticketId = await aTicket({ userId: seller });
  for (const held of [false, true]) {
    if (held) await reserve(newId(), ticketId).expect(201);
    const res = await reserve(seller, ticketId).expect(400);
    expect(res.body).toEqual({ errors: [{ message: 'You cannot reserve your own ticket' }] });
  }
  expect(await Order.countDocuments({ userId: seller })).toBe(0);
});

it('answers sellers with an order of their own ticket that an older version took', async () => {
  const seller = newId();
  const ticketId = await aTicket({ userId: seller });
  await anOrder({ ticketId, userId: seller });
  await reserve(seller, ticketId).expect(200);
});
