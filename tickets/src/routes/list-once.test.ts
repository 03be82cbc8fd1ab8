import { newId } from '@ticketing/testing';
import { Ticket } from '../models/ticket.js';
import { stored, ticketsApi } from '../testing/tickets.js';

const as = ticketsApi();
const opera = { title: 'Opera', price: 30 };
const list = (userId: string, key: string | string[], body: object = opera) =>
  as(userId)
    .post('/api/tickets')
    .set('idempotency-key', key as string)
    .send(body);
const idOf = ({ body }: { body: unknown }) => (body as { id: string }).id;

describe('POST /api/tickets with Idempotency-Key', () => {
  it('lists one ticket, and answers with it when the request comes again', async () => {
    const userId = newId();
    const first = await list(userId, 'key').expect(201);
    expect(first.body).toEqual({ id: idOf(first), ...opera, userId, version: 0 });
    const second = await list(userId, 'key').expect(200);
    expect(second.body).toEqual(first.body);
    expect(second.headers.etag).toBe(first.headers.etag);
    expect(await Ticket.countDocuments()).toBe(1);
    expect((await stored(idOf(first))).outbox).toHaveLength(1);
  });

  it('takes bodies for the same when their title and price are', async () => {
    const userId = newId();
    await list(userId, 'key', { title: 'Café', price: 30 }).expect(201);
    await list(userId, 'key', { price: 30.0, title: '  Cafe\u0301 ', extra: 1 }).expect(200);
  });

  it('shows the ticket as it is now, after an edit and a reservation', async () => {
    const userId = newId();
    const id = idOf(await list(userId, 'key').expect(201));
    const edited = await as(userId)
      .put(`/api/tickets/${id}`)
      .send({ title: 'Ballet', price: 40 })
      .expect(200);
    const orderId = newId();
    const ticket = (await Ticket.findById(id))!;
    ticket.reserve(orderId, 1);
    await ticket.save();
    const res = await list(userId, 'key').expect(200);
    expect(res.body).toEqual({ id, title: 'Ballet', price: 40, userId, version: 2, orderId });
    expect(res.headers.etag).toBe(edited.headers.etag);
    await list(userId, 'key', { title: 'Ballet', price: 40 }).expect(422);
  });

  it.each([
    ['title', { ...opera, title: 'Operetta' }],
    ['price', { ...opera, price: 30.01 }],
  ])('refuses another %s with the same key, and shows the ticket of the key', async (_what, body) => {
    const userId = newId();
    const first = await list(userId, 'key').expect(201);
    const res = await list(userId, 'key', body).expect(422);
    const message =
      'This Idempotency-Key has listed a ticket with another title or price. Use a new key to list another ticket';
    expect(res.body).toEqual({ errors: [{ message }], ticket: first.body as object });
    expect(await Ticket.countDocuments()).toBe(1);
    await list(userId, 'another-key', body).expect(201);
  });

  it('lists one ticket for several requests at once', async () => {
    const userId = newId();
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all(Array.from({ length: 6 }, () => list(userId, `key-${round}`)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
      expect(new Set(answers.map(idOf)).size).toBe(1);
    }
    expect(await Ticket.countDocuments()).toBe(5);
  });

  it('lists one ticket when other bodies come at once with the key', async () => {
    const bodies = [1, 2, 3, 4].map((price) => ({ ...opera, price }));
    const userId = newId();
    const answers = await Promise.all(bodies.map((body) => list(userId, 'key', body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422]);
    expect(await Ticket.countDocuments()).toBe(1);
  });

  it('keeps the keys of accounts apart, and lists each time without a key', async () => {
    const [ann, bob] = [newId(), newId()];
    await list(ann, 'key').expect(201);
    await list(bob, 'key', { ...opera, price: 2 }).expect(201);
    for (let time = 0; time < 2; time++) await as(ann).post('/api/tickets').send(opera).expect(201);
    expect(await Ticket.countDocuments()).toBe(4);
  });

  it('leaves the key free when the request is refused', async () => {
    const userId = newId();
    await list(userId, 'key', { ...opera, title: '' }).expect(400);
    await as().post('/api/tickets').set('idempotency-key', 'key').send(opera).expect(401);
    await list(userId, 'key').expect(201);
  });

  it.each([
    ['the longest', 'k'.repeat(255), 201],
    ['any visible ASCII', '"!~,;-=/\\"', 201],
    ['an empty', '', 400],
    ['a blank', '  ', 400],
    ['a longer', 'k'.repeat(256), 400],
    ['a spaced', 'a b', 400],
    ['a non-ASCII', 'clé', 400],
    ['a tabbed', 'a\tb', 400],
    ['a repeated', ['a', 'a'], 400],
  ])('answers %s key', async (_what, key, status) => {
    const res = await list(newId(), key).expect(status);
    if (status === 400) {
      const message =
        'Idempotency-Key must be 1 to 255 visible ASCII characters, without spaces, and given once';
      expect(res.body).toEqual({ errors: [{ message, field: 'idempotency-key' }] });
    }
    expect(await Ticket.countDocuments()).toBe(status === 201 ? 1 : 0);
  });

  it('never shows the key', async () => {
    const userId = newId();
    const made = await list(userId, 'my-key').expect(201);
    const answers = [
      made,
      await as().get(`/api/tickets/${idOf(made)}`),
      await as(userId).get('/api/tickets?mine=true'),
      await as(userId)
        .put(`/api/tickets/${idOf(made)}`)
        .send({ ...opera, price: 1 }),
    ];
    expect(JSON.stringify(answers.map(({ body }) => body as unknown))).not.toContain('my-key');
    expect(JSON.stringify((await stored(idOf(made))).outbox)).not.toContain('my-key');
  });
});
