import { OrderStatus } from '@ticketing/common/events';
import { newId } from '@ticketing/testing';
import type { Response } from 'supertest';
import { Order } from '../models/order.js';
import { Ticket } from '../models/ticket.js';
import { anOrder, aTicket, ordersApi } from '../testing/orders.js';

const as = ordersApi();
const STAGE_PASS = { title: 'Stage pass', price: 10 };
const PARKING_SLIP = { title: 'Parking slip', price: 500 };

const reserve = (ticketId: string, seen: unknown, buyer = newId()) =>
  as(buyer).post('/api/orders').send({ ticketId, seen });
const fields = (res: Response) =>
  (res.body as { errors: { field?: string }[] }).errors.map(({ field }) => field);

/** Edits the ticket right after the next request has read its copy. */
function editAfterNextRead(id: string, change: object): void {
  const find = Ticket.collection.find.bind(Ticket.collection);
  jest.spyOn(Ticket.collection, 'find').mockImplementationOnce((...args) => {
    const cursor = find(...args);
    const toArray = async () => {
      const copies = await find(...args).toArray();
      await aTicket({ id, version: 1, ...change });
      return copies;
    };
    return Object.assign(cursor, { toArray });
  });
}

afterEach(() => jest.restoreAllMocks());

it('reserves a ticket that is as the buyer saw it', async () => {
  const id = await aTicket(STAGE_PASS);
  const res = await reserve(id, STAGE_PASS).expect(201);
  expect(res.body).toMatchObject({ ticket: { id, ...STAGE_PASS } });
});

it.each([
  ['another title', { title: 'Parking slip', price: 10 }],
  ['another price', { title: 'Stage pass', price: 10.01 }],
  ['a title in other letters', { title: 'stage pass', price: 10 }],
  ['both', PARKING_SLIP],
])('answers 409 with the ticket when the buyer saw %s, and orders nothing', async (_what, seen) => {
  const id = await aTicket(STAGE_PASS);
  const res = await reserve(id, seen).expect(409);
  expect(res.body).toEqual({
    errors: [{ message: 'The ticket is not as you saw it. Look at it again before you reserve it' }],
    ticket: { id, ...STAGE_PASS },
  });
  expect(await Order.countDocuments()).toBe(0);
});

it('reserves what the answer of 409 shows', async () => {
  const id = await aTicket(PARKING_SLIP);
  const { body } = (await reserve(id, STAGE_PASS).expect(409)) as { body: { ticket: object } };
  await reserve(id, body.ticket).expect(201);
});

it('ignores blanks around the title that was seen', async () => {
  const id = await aTicket(STAGE_PASS);
  await reserve(id, { ...STAGE_PASS, title: ' Stage pass\n' }).expect(201);
});

it('compares titles in their clean form', async () => {
  const id = await aTicket({ title: 'Caf\u00e9', price: 10 });
  await reserve(id, { title: '\u200bCafe\u0301', price: 10 }).expect(201);
});

it('reserves a ticket with a title that only an older rule let in', async () => {
  const old = { title: 'row \u202e8\u0000', price: 10 };
  await reserve(await aTicket(old), old).expect(201);
});

it.each([
  ['nothing', null, ['seen', 'seen.title', 'seen.price']],
  ['a text', 'Stage pass', ['seen', 'seen.title', 'seen.price']],
  ['a list', [STAGE_PASS], ['seen', 'seen.title', 'seen.price']],
  ['no title', { price: 10 }, ['seen.title']],
  ['a blank title', { title: ' ', price: 10 }, ['seen.title']],
  ['a list of titles', { title: ['Stage pass'], price: 10 }, ['seen.title']],
  ['half a character', { title: '\ud800', price: 10 }, ['seen.title']],
  ['no price', { title: 'Stage pass' }, ['seen.price']],
  ['a price in a text', { title: 'Stage pass', price: '10' }, ['seen.price']],
  ['a price of 0', { title: 'Stage pass', price: 0 }, ['seen.price']],
  ['a condition', { title: { $ne: 1 }, price: { $gt: 0 } }, ['seen.title', 'seen.price']],
])('refuses %s in place of what was seen', async (_what, seen, wrong) => {
  const id = await aTicket(STAGE_PASS);
  expect(fields(await reserve(id, seen).expect(400))).toEqual(wrong);
  expect(await Order.countDocuments()).toBe(0);
});

it('records what was seen although the ticket is edited before the order is written', async () => {
  const id = await aTicket(STAGE_PASS);
  editAfterNextRead(id, PARKING_SLIP);
  const res = await reserve(id, STAGE_PASS).expect(201);
  expect(res.body).toMatchObject({ ticket: STAGE_PASS });
  expect(await Ticket.findById(id).lean()).toMatchObject(PARKING_SLIP);
});

it('compares again in each attempt, with the ticket as it is by then', async () => {
  const id = await aTicket(STAGE_PASS);
  await anOrder({ ticketId: id, status: OrderStatus.Cancelled });
  // the first attempt happens as if before that order was written, so it loses the race for its hold
  jest.spyOn(Order.collection, 'findOne').mockResolvedValueOnce(null);
  editAfterNextRead(id, PARKING_SLIP);
  const res = await reserve(id, STAGE_PASS).expect(409);
  expect(res.body).toMatchObject({ ticket: PARKING_SLIP });
});

it('never orders at another price than the one that was seen while a seller edits', async () => {
  const price = (version: number) => 10 + version;
  for (let round = 0; round < 10; round++) {
    const id = await aTicket({ price: price(0) });
    const edits = [1, 2, 3, 4].map((version) => aTicket({ id, version, price: price(version) }));
    const answers = await Promise.all(
      [0, 1, 2, 3, 4, 0, 1, 2, 3, 4].map(async (version) => {
        const seen = { title: 'Concert', price: price(version) };
        return { seen, res: await reserve(id, seen) };
      }),
    );
    await Promise.all(edits);
    for (const { seen, res } of answers) {
      const { ticket } = res.body as { ticket?: object };
      if (res.status === 201) expect(ticket).toMatchObject(seen);
      if (res.status === 409) expect(ticket).not.toMatchObject(seen);
      expect([201, 400, 409]).toContain(res.status);
    }
    const placed = answers.filter(({ res }) => res.status === 201);
    expect(await Order.countDocuments({ 'ticket.id': id })).toBe(placed.length);
    expect(placed.length).toBeLessThanOrEqual(1);
  }
});
