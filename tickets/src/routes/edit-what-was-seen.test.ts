import { newId } from '@ticketing/testing';
import type { Response } from 'supertest';
import { Ticket, type TicketDocument } from '../models/ticket.js';
import { aTicket, stored, ticketsApi } from '../testing/tickets.js';

const as = ticketsApi();
const tagOf = (res: Response) => res.headers.etag!;
const show = (ticket: TicketDocument) => as().get(`/api/tickets/${ticket.id}`).expect(200);
const edit = (ticket: TicketDocument, body: object, ifMatch?: string) => {
  const request = as(ticket.userId).put(`/api/tickets/${ticket.id}`);
  return (ifMatch === undefined ? request : request.set('if-match', ifMatch)).send(body);
};

const opera = { title: 'Opera', price: 30 };
const ballet = { title: 'Ballet', price: 30 };

describe('the tag of a ticket', () => {
  it('is strong, and the same in all answers that show the title and price', async () => {
    const made = await as(newId()).post('/api/tickets').send(opera).expect(201);
    expect(tagOf(made)).toMatch(/^"[\w-]{22}"$/);
    const other = await aTicket();
    expect(tagOf(await edit(other, opera).expect(200))).toBe(tagOf(made));
    expect(tagOf(await show(other))).toBe(tagOf(made));
  });

  it('changes with the title and with the price', async () => {
    const tickets = [opera, ballet, { ...opera, price: 30.01 }].map(async (body) =>
      show(await aTicket(body)),
    );
    expect(new Set((await Promise.all(tickets)).map(tagOf)).size).toBe(3);
  });

  it('stays the same while the ticket is reserved and released', async () => {
    const ticket = await aTicket();
    const tag = tagOf(await show(ticket));
    ticket.reserve(newId(), 1);
    await ticket.save();
    expect(tagOf(await show(ticket))).toBe(tag);
    ticket.release(1);
    await ticket.save();
    await edit(ticket, opera, tag).expect(200);
  });

  it('never hides the rest of a ticket from a caller who knows the tag', async () => {
    const ticket = await aTicket();
    const tag = tagOf(await show(ticket));
    await as().get(`/api/tickets/${ticket.id}`).set('if-none-match', tag).expect(200);
  });
});

describe('PUT /api/tickets/:id with If-Match', () => {
  it('edits a ticket that is as the tag says', async () => {
    const ticket = await aTicket();
    const res = await edit(ticket, opera, tagOf(await show(ticket))).expect(200);
    expect(res.body).toMatchObject({ ...opera, version: 1 });
    await edit(ticket, ballet, tagOf(res)).expect(200);
  });

  it.each([
    ['the title', { ...opera, title: 'Operetta' }],
    ['the price', { ...opera, price: 31 }],
  ])('answers 412 with the ticket as it is when %s has changed', async (_what, change) => {
    const ticket = await aTicket(opera);
    const tag = tagOf(await show(ticket));
    await edit(ticket, change).expect(200);
    const res = await edit(ticket, { title: 'Old', price: 1 }, tag).expect(412);
    const now = await show(ticket);
    expect(res.body).toEqual({
      errors: [{ message: 'The title or price has changed since you saw it' }],
      ticket: now.body as object,
    });
    expect(tagOf(res)).toBe(tagOf(now));
    expect(await stored(ticket._id)).toMatchObject({ ...change, version: 1 });
    await edit(ticket, ballet, tagOf(res)).expect(200);
  });

  it('refuses the older tab that would put the old price back', async () => {
    const ticket = await aTicket(opera);
    const tag = tagOf(await show(ticket));
    await edit(ticket, { ...opera, price: 500 }, tag).expect(200);
    await edit(ticket, opera, tag).expect(412);
    await edit(ticket, { ...opera, title: 'Opera, row 5' }, tag).expect(412);
    expect(await stored(ticket._id)).toMatchObject({ ...opera, price: 500 });
  });

  it.each([
    ['*', 200],
    ['TAG', 200],
    ['"a,b" , TAG,"c"', 200],
    [', ,TAG,', 200],
    ['W/TAG', 412],
    ['W/TAG, "other"', 412],
    ['""', 412],
    ['"\u00e9"', 412],
    ['"TAG', 400],
    ['', 400],
    [',', 400],
    ['TAG TAG', 400],
    ['TAG, *', 400],
    ['w/TAG', 400],
    ['"a b"', 400],
    ['"a', 400],
    ['abc', 400],
    ['**', 400],
  ])('reads the field %s: %d', async (ifMatch, status) => {
    const ticket = await aTicket();
    const value = ifMatch.replaceAll('TAG', tagOf(await show(ticket)));
    const res = await edit(ticket, opera, value).expect(status);
    expect((await stored(ticket._id)).version).toBe(status === 200 ? 1 : 0);
    if (status === 400) {
      const message = 'If-Match must be * or entity tags such as "abc", with commas between them';
      expect(res.body).toEqual({ errors: [{ message, field: 'if-match' }] });
    }
  });

  it('asks for the ticket, its seller and its buyer first', async () => {
    const ticket = await aTicket();
    const stale = '"stale"';
    await as(newId()).put(`/api/tickets/${newId()}`).set('if-match', stale).send(opera).expect(404);
    await as(newId()).put(`/api/tickets/${ticket.id}`).set('if-match', stale).send(opera).expect(401);
    ticket.reserve(newId(), 1);
    await ticket.save();
    const res = await edit(ticket, opera, stale).expect(400);
    expect(res.body).toEqual({ errors: [{ message: 'Cannot edit a reserved ticket' }] });
  });

  it('lets exactly one of several simultaneous edits with one tag win', async () => {
    for (let round = 0; round < 5; round++) {
      const ticket = await aTicket();
      const tag = tagOf(await show(ticket));
      const edits = Array.from({ length: 6 }, (_, index) =>
        edit(ticket, { title: `Edit ${index}`, price: 5 }, tag),
      );
      const answers = await Promise.all(edits);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
      const winner = answers.find(({ status }) => status === 200)!.body as { title: string };
      expect(await stored(ticket._id)).toMatchObject({ title: winner.title, version: 1 });
      expect((await stored(ticket._id)).outbox).toHaveLength(1);
    }
  });

  it('edits once when the ticket is reserved and released meanwhile', async () => {
    const ticket = await aTicket();
    const tag = tagOf(await show(ticket));
    const [res] = await Promise.all([
      edit(ticket, opera, tag),
      Ticket.findById(ticket._id).then(async (found) => {
        found!.reserve(newId(), 1);
        found!.release(1);
        await found!.save().catch(() => undefined);
      }),
    ]);
    expect(res.status).toBe(200);
    expect(await stored(ticket._id)).toMatchObject(opera);
  });
});

describe('an edit whose answer was lost', () => {
  it('is answered like the first time, without a second change', async () => {
    const ticket = await aTicket();
    const tag = tagOf(await show(ticket));
    const first = await edit(ticket, opera, tag).expect(200);
    const second = await edit(ticket, { ...opera, title: ' Opera ' }, tag).expect(200);
    expect(second.body).toEqual(first.body);
    expect(tagOf(second)).toBe(tagOf(first));
    expect((await stored(ticket._id)).outbox).toHaveLength(1);
  });

  it('is answered with the ticket though somebody has reserved it since', async () => {
    const ticket = await aTicket();
    const tag = tagOf(await show(ticket));
    await edit(ticket, opera, tag).expect(200);
    const edited = (await Ticket.findById(ticket._id))!;
    const orderId = newId();
    edited.reserve(orderId, 1);
    await edited.save();
    const res = await edit(ticket, opera, tag).expect(200);
    expect(res.body).toMatchObject({ ...opera, orderId });
    await edit(ticket, ballet, tag).expect(400);
    await edit(ticket, opera).expect(400);
  });

  it('is refused when the ticket was edited again since', async () => {
    const ticket = await aTicket();
    const tag = tagOf(await show(ticket));
    await edit(ticket, opera, tag).expect(200);
    await edit(ticket, ballet).expect(200);
    await edit(ticket, opera, tag).expect(412);
  });

  it('is not mistaken for an edit with a tag that the ticket never had', async () => {
    const ticket = await aTicket(opera);
    await edit(ticket, opera, '"other"').expect(412);
    await edit(ticket, ballet).expect(200);
    await edit(ticket, ballet, '"other"').expect(412);
  });
});

it('an edit that changes nothing makes no version and no event', async () => {
  const ticket = await aTicket(opera);
  const tag = tagOf(await show(ticket));
  for (const ifMatch of [undefined, '*', tag]) {
    const res = await edit(ticket, opera, ifMatch).expect(200);
    expect(res.body).toMatchObject({ ...opera, version: 0 });
  }
  expect(await stored(ticket._id)).toMatchObject({ version: 0, outbox: [] });
});
