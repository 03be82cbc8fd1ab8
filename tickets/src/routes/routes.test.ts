import { Subjects } from '@ticketing/common/events';
import { newId } from '@ticketing/testing';
import type { Response } from 'supertest';
import { Ticket } from '../models/ticket.js';
import { aTicket, stored, ticketsApi } from '../testing/tickets.js';

const as = ticketsApi();
const messages = (res: Response) => (res.body as { errors: { message: string; field?: string }[] }).errors;

/** A body that is accepted. */
const valid = { title: 'x', price: 10 };

describe('POST /api/tickets', () => {
  it('puts a ticket on sale', async () => {
    const userId = newId();
    const res = await as(userId)
      .post('/api/tickets')
      .send({ title: '  Concert ', price: 20.5, userId: newId(), version: 7, orderId: newId(), hold: 7 });
    expect(res.status).toBe(201);
    expect(res.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
      title: 'Concert',
      price: 20.5,
      userId,
      version: 0,
    });
    const { id } = res.body as { id: string };
    expect((await stored(id)).hold).toBe(0);
    expect((await stored(id)).outbox).toMatchObject([
      { subject: Subjects.TicketCreated, data: { id, version: 0, title: 'Concert', price: 20.5, userId } },
    ]);
  });

  it('needs a session', async () => {
    const res = await as().post('/api/tickets').send(valid);
    expect(res.status).toBe(401);
    expect(messages(res)).toEqual([{ message: 'Not authorized' }]);
  });

  it.each([
    ['a missing title', { ...valid, title: undefined }, 'title'],
    ['an empty title', { ...valid, title: '' }, 'title'],
    ['a title of spaces', { ...valid, title: '   ' }, 'title'],
    ['a title that is too long', { ...valid, title: 'x'.repeat(201) }, 'title'],
    ['a title that is not a text', { ...valid, title: { $gt: '' } }, 'title'],
    ['a list of titles', { ...valid, title: ['a'] }, 'title'],
    ['a title with half a character', { ...valid, title: '\ud800' }, 'title'],
    ['a title that cannot be seen', { ...valid, title: '\u3164\u2800\u200b' }, 'title'],
    ['a title with NUL', { ...valid, title: 'Con\0cert' }, 'title'],
    ['a title with a bidirectional override', { ...valid, title: 'Rock \u202etrecnoC' }, 'title'],
    ['a title of two lines', { ...valid, title: 'Concert\nParking' }, 'title'],
    ['a title with damaged bytes', { ...valid, title: 'Caf\ufffd' }, 'title'],
    ['a letter with thousands of accents', { ...valid, title: 'e' + '\u0301'.repeat(10_000) }, 'title'],
    ['a missing price', { ...valid, price: undefined }, 'price'],
    ['a price with three decimals', { ...valid, price: 1.005 }, 'price'],
    ['a price that is text', { ...valid, price: '10' }, 'price'],
    ['a price that is a list', { ...valid, price: [10] }, 'price'],
    ['a price of null', { ...valid, price: null }, 'price'],
  ])('refuses %s and names the field', async (_what, body, field) => {
    const res = await as(newId()).post('/api/tickets').send(body);
    expect(res.status).toBe(400);
    expect(messages(res)).toEqual([{ message: expect.stringContaining(field) as string, field }]);
    expect(await Ticket.countDocuments()).toBe(0);
  });

  it.each([0, -1, 0.49, 1_000_000])('says what a ticket may cost when the price is %d', async (price) => {
    const res = await as(newId())
      .post('/api/tickets')
      .send({ ...valid, price });
    expect(res.status).toBe(400);
    const message = expect.stringContaining('at least $0.50 and at most $999,999.99') as string;
    expect(messages(res)).toEqual([{ message, field: 'price' }]);
    expect(await Ticket.countDocuments()).toBe(0);
  });

  it('names every wrong field', async () => {
    const res = await as(newId()).post('/api/tickets').send({});
    expect(messages(res).map(({ field }) => field)).toEqual(['title', 'price']);
  });

  it.each([
    ['in NFC', 'Cafe\u0301', 'Caf\u00e9'],
    ['without what shows nothing', '\ufeff Con\u00adcert\u200b ', 'Concert'],
    ['with the joiners of its script', 'می\u200cخواهم', 'می\u200cخواهم'],
  ])('stores a title %s', async (_how, title, expected) => {
    const res = await as(newId())
      .post('/api/tickets')
      .send({ ...valid, title })
      .expect(201);
    const { id } = res.body as { id: string };
    expect(res.body).toMatchObject({ title: expected });
    expect(await stored(id)).toMatchObject({ title: expected, outbox: [{ data: { title: expected } }] });
  });

  it('counts a family of emoji as one character of a title', async () => {
    const family = '👨‍👩‍👧‍👦';
    const send = (count: number) =>
      as(newId())
        .post('/api/tickets')
        .send({ ...valid, title: family.repeat(count) });
    await send(200).expect(201);
    await send(201).expect(400);
  });

  it('accepts the longest title and the lowest and highest price', async () => {
    await as(newId())
      .post('/api/tickets')
      .send({ ...valid, title: 'x'.repeat(200), price: 999_999.99 })
      .expect(201);
    await as(newId())
      .post('/api/tickets')
      .send({ ...valid, price: 0.5 })
      .expect(201);
  });
});

describe('PUT /api/tickets/:id with another text', () => {
  it('follows the rule of a new title', async () => {
    const ticket = await aTicket();
    const put = (title: string) =>
      as(ticket.userId)
        .put(`/api/tickets/${String(ticket._id)}`)
        .send({ ...valid, title });
    await put('Con\0cert').expect(400);
    expect((await put(' Cafe\u0301').expect(200)).body).toMatchObject({ title: 'Caf\u00e9' });
  });
});

describe('a ticket that was listed for a price that no card can be charged', () => {
  it.each([0.01, 1_000_000])('at %d is shown, listed, reserved and released', async (price) => {
    const ticket = await aTicket({ price });
    await as()
      .get(`/api/tickets/${ticket.id}`)
      .expect(200)
      .then(({ body }) => expect(body).toMatchObject({ price }));
    const list = await as().get('/api/tickets').expect(200);
    expect(list.body).toMatchObject([{ price }]);
    ticket.reserve(newId(), 1);
    await ticket.save();
    ticket.release(1);
    await ticket.save();
    expect(await stored(ticket._id)).toMatchObject({ price, version: 2 });
  });

  it('keeps its price until an edit brings one that can be charged', async () => {
    const ticket = await aTicket({ title: 'Busker', price: 0.2 });
    const put = (body: object) => as(ticket.userId).put(`/api/tickets/${ticket.id}`).send(body);
    const res = await put({ title: 'A busker', price: 0.2 }).expect(400);
    expect(messages(res)).toEqual([
      { message: expect.stringContaining('at least $0.50') as string, field: 'price' },
    ]);
    expect(await stored(ticket._id)).toMatchObject({ title: 'Busker', price: 0.2, version: 0 });
    await put({ title: 'A busker', price: 0.5 }).expect(200);
  });
});

describe('GET /api/tickets/:id', () => {
  it('shows a ticket to everybody, without its outbox', async () => {
    const ticket = await aTicket();
    const res = await as().get(`/api/tickets/${ticket.id}`).expect(200);
    expect(res.body).toEqual({
      id: ticket.id as string,
      title: 'Concert',
      price: 20,
      userId: ticket.userId,
      version: 0,
    });
  });

  it('shows the order that holds the ticket', async () => {
    const ticket = await aTicket();
    const orderId = newId();
    ticket.reserve(orderId, 1);
    await ticket.save();
    const res = await as().get(`/api/tickets/${ticket.id}`);
    expect(res.body).toMatchObject({ orderId, version: 1 });
  });

  it.each([newId(), 'abc', 'abcdefghijkl', '%00', '%ff', '[object Object]'])(
    'answers 404 for %s',
    async (id) => {
      await as()
        .get(`/api/tickets/${id}`)
        .expect(404, { errors: [{ message: 'Not found' }] });
    },
  );
});

describe('PUT /api/tickets/:id', () => {
  it('edits a ticket of the seller', async () => {
    const ticket = await aTicket();
    const res = await as(ticket.userId)
      .put(`/api/tickets/${ticket.id}`)
      .send({ title: 'Opera', price: 30 })
      .expect(200);
    expect(res.body).toEqual({
      id: ticket.id as string,
      title: 'Opera',
      price: 30,
      userId: ticket.userId,
      version: 1,
    });
    expect((await stored(ticket._id)).outbox).toMatchObject([
      { subject: Subjects.TicketUpdated, data: { version: 1, title: 'Opera', price: 30 } },
    ]);
    await as()
      .get('/api/tickets?q=opera')
      .expect(200)
      .then((found) => expect(found.body).toHaveLength(1));
    await as()
      .get('/api/tickets?q=concert')
      .expect(200)
      .then((found) => expect(found.body).toHaveLength(0));
  });

  it('refuses a ticket that is reserved, and changes nothing', async () => {
    const ticket = await aTicket();
    ticket.reserve(newId(), 1);
    await ticket.save();
    const res = await as(ticket.userId).put(`/api/tickets/${ticket.id}`).send(valid);
    expect(res.status).toBe(400);
    expect(messages(res)).toEqual([{ message: 'Cannot edit a reserved ticket' }]);
    expect(await stored(ticket._id)).toMatchObject({ title: 'Concert', version: 1 });
  });

  it('refuses other callers, bad input and unknown tickets', async () => {
    const ticket = await aTicket();
    await as(newId()).put(`/api/tickets/${ticket.id}`).send(valid).expect(401);
    await as().put(`/api/tickets/${ticket.id}`).send(valid).expect(401);
    await as(ticket.userId)
      .put(`/api/tickets/${ticket.id}`)
      .send({ ...valid, title: '' })
      .expect(400);
    await as(newId()).put(`/api/tickets/${newId()}`).send(valid).expect(404);
    await as(newId()).put('/api/tickets/abc').send(valid).expect(404);
    expect(await stored(ticket._id)).toMatchObject({ title: 'Concert', version: 0 });
  });

  it('makes several simultaneous edits one after the other', async () => {
    const ticket = await aTicket();
    const edits = Array.from({ length: 6 }, (_, index) =>
      as(ticket.userId)
        .put(`/api/tickets/${ticket.id}`)
        .send({ ...valid, title: `Edit ${index}` }),
    );
    const answers = await Promise.all(edits);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    const versions = answers.map(({ body }) => (body as { version: number }).version);
    expect(versions.sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('a ticket that is sold', () => {
  /** Sold for less than the price it has now, because the order was placed before an edit. */
  async function aSoldTicket(userId = newId()) {
    const ticket = await aTicket({ userId });
    const orderId = newId();
    ticket.sell({ orderId, hold: 1, price: 19.5 });
    await ticket.save();
    return { ticket, orderId };
  }

  it('says so, and what was paid', async () => {
    const { ticket, orderId } = await aSoldTicket();
    const res = await as().get(`/api/tickets/${ticket.id}`).expect(200);
    expect(res.body).toEqual({
      id: ticket.id as string,
      title: 'Concert',
      price: 20,
      userId: ticket.userId,
      version: 1,
      orderId,
      sold: true,
      soldFor: 19.5,
    });
  });

  it('is in no list and no search but those of its seller', async () => {
    const { ticket } = await aSoldTicket();
    for (const path of ['/api/tickets', '/api/tickets?q=concert']) {
      expect((await as().get(path).expect(200)).body).toEqual([]);
    }
    for (const path of ['/api/tickets?mine=true', '/api/tickets?q=concert&mine=true']) {
      const res = await as(ticket.userId).get(path).expect(200);
      expect(res.body).toMatchObject([{ id: ticket.id as string, sold: true, soldFor: 19.5 }]);
    }
  });

  it('cannot be edited', async () => {
    const { ticket } = await aSoldTicket();
    const res = await as(ticket.userId).put(`/api/tickets/${ticket.id}`).send(valid);
    expect(res.status).toBe(400);
    expect(messages(res)).toEqual([{ message: 'Cannot edit a sold ticket' }]);
    expect(await stored(ticket._id)).toMatchObject({ title: 'Concert', version: 1 });
  });
});

describe('GET /api/tickets', () => {
  it('lists the tickets on sale, newest first', async () => {
    const [first, reserved, last] = [await aTicket(), await aTicket(), await aTicket()];
    reserved.reserve(newId(), 1);
    await reserved.save();
    const res = await as().get('/api/tickets').expect(200);
    expect((res.body as { id: string }[]).map(({ id }) => id)).toEqual([last.id, first.id]);
    expect(res.headers.link).toBeUndefined();
  });

  it('shows a ticket again after it was released', async () => {
    const ticket = await aTicket();
    ticket.reserve(newId(), 1);
    ticket.release(1);
    await ticket.save();
    await as()
      .get('/api/tickets')
      .then((res) => expect(res.body).toHaveLength(1));
  });

  it('leads through all pages with the Link header', async () => {
    for (let index = 0; index < 7; index++) await aTicket({ title: `Seat ${index}` });
    const titles: string[] = [];
    let path: string | undefined = '/api/tickets?limit=3';
    while (path) {
      const res: Response = await as().get(path).expect(200);
      titles.push(...(res.body as { title: string }[]).map(({ title }) => title));
      path = /^<([^>]+)>; rel="next"$/.exec(res.headers.link ?? '')?.[1];
    }
    expect(titles).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `Seat ${index}`));
  });

  it('lists the caller’s own tickets with mine, also reserved ones', async () => {
    const userId = newId();
    const [mine, reserved] = [await aTicket({ userId }), await aTicket({ userId })];
    await aTicket();
    reserved.reserve(newId(), 1);
    await reserved.save();
    const res = await as(userId).get('/api/tickets?mine=true').expect(200);
    expect((res.body as { id: string }[]).map(({ id }) => id)).toEqual([reserved.id, mine.id]);
    await as().get('/api/tickets?mine=true').expect(401);
    await as().get('/api/tickets?mine=false').expect(200);
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=ten',
    'cursor=nonsense',
    'mine=yes',
    'mine=true&mine=true',
    `q=${'x'.repeat(201)}`,
    'q=a&q=b',
  ])('refuses ?%s', async (query) => {
    const res = await as().get(`/api/tickets?${query}`);
    expect(res.status).toBe(400);
    expect(messages(res)[0]?.field).toBe(query.split('=')[0]);
  });
});
