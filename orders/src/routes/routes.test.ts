import { OrderStatus, Subjects } from '@ticketing/common/events';
import { newId } from '@ticketing/testing';
import type { Response } from 'supertest';
import { Order, type OrderDocument } from '../models/order.js';
import { Ticket } from '../models/ticket.js';
import { anOrder, aTicket, inFuture, ordersApi, past, stored, WINDOW_SECONDS } from '../testing/orders.js';

const as = ordersApi();
const messages = (res: Response) => (res.body as { errors: { message: string; field?: string }[] }).errors;

describe('POST /api/orders', () => {
  it('reserves a ticket for the window', async () => {
    const ticketId = await aTicket({ title: 'Concert', price: 20.5 });
    const userId = newId();
    const before = Date.now();
    const res = await as(userId).post('/api/orders').send({ ticketId });
    expect(res.status).toBe(201);
    expect(res.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
      userId,
      status: 'created',
      expiresAt: expect.any(String) as string,
      version: 0,
      ticket: { id: ticketId, title: 'Concert', price: 20.5 },
    });
    const { id, expiresAt } = res.body as { id: string; expiresAt: string };
    const window = new Date(expiresAt).getTime() - before;
    expect(window).toBeGreaterThanOrEqual(WINDOW_SECONDS * 1000);
    expect(window).toBeLessThan(WINDOW_SECONDS * 1000 + 5_000);
    expect((await stored(id)).outbox).toMatchObject([
      {
        subject: Subjects.OrderCreated,
        data: {
          id,
          version: 0,
          status: 'created',
          userId,
          expiresAt,
          ticket: { id: ticketId, price: 20.5, hold: 1 },
        },
      },
    ]);
  });

  it('shows the price at the moment the order was placed', async () => {
    const ticketId = await aTicket({ price: 20 });
    const userId = newId();
    const { body } = (await as(userId).post('/api/orders').send({ ticketId })) as { body: { id: string } };
    await aTicket({ id: ticketId, version: 5, title: 'Dearer', price: 99 });
    const res = await as(userId).get(`/api/orders/${body.id}`);
    expect(res.body).toMatchObject({ ticket: { title: 'Concert', price: 20 } });
  });

  it('refuses a ticket that is reserved', async () => {
    const ticketId = await aTicket();
    await as(newId()).post('/api/orders').send({ ticketId }).expect(201);
    for (const same of [ticketId, ticketId.toUpperCase()]) {
      const res = await as(newId()).post('/api/orders').send({ ticketId: same });
      expect(res.status).toBe(400);
      expect(messages(res)).toEqual([{ message: 'Ticket is already reserved' }]);
    }
  });

  it('refuses a ticket whose order is complete, even long after its time', async () => {
    const ticketId = await aTicket();
    await anOrder({ ticketId, status: OrderStatus.Complete, expiresAt: past(100_000) });
    await as(newId()).post('/api/orders').send({ ticketId }).expect(400);
  });

  it('reserves a ticket whose order was cancelled, with the next hold', async () => {
    const ticketId = await aTicket();
    await anOrder({ ticketId, status: OrderStatus.Cancelled });
    const res = await as(newId()).post('/api/orders').send({ ticketId }).expect(201);
    expect((await stored((res.body as { id: string }).id)).hold).toBe(2);
  });

  it('decides by the latest of many orders of a ticket', async () => {
    const ticketId = await aTicket();
    for (const hold of [1, 3, 2]) await anOrder({ ticketId, hold, status: OrderStatus.Cancelled });
    const res = await as(newId()).post('/api/orders').send({ ticketId }).expect(201);
    expect((await stored((res.body as { id: string }).id)).hold).toBe(4);
    await as(newId()).post('/api/orders').send({ ticketId }).expect(400);
  });

  it('cancels an overdue order and reserves its ticket', async () => {
    const ticketId = await aTicket();
    const overdue = await anOrder({ ticketId, expiresAt: past() });
    await as(newId()).post('/api/orders').send({ ticketId }).expect(201);
    expect(await stored(overdue._id)).toMatchObject({
      status: OrderStatus.Cancelled,
      version: 1,
      outbox: [{ subject: Subjects.OrderCancelled, data: { ticket: { id: ticketId, hold: 1 } } }],
    });
  });

  it('refuses a ticket whose order a payment has claimed, long after its time too', async () => {
    const ticketId = await aTicket();
    const claimed = await anOrder({
      ticketId,
      status: OrderStatus.AwaitingPayment,
      expiresAt: past(100_000),
    });
    const res = await as(newId()).post('/api/orders').send({ ticketId }).expect(400);
    expect(messages(res)).toEqual([{ message: 'Ticket is already reserved' }]);
    expect(await stored(claimed._id)).toMatchObject({ status: OrderStatus.AwaitingPayment, version: 0 });
  });

  it('refuses a ticket whose seller is gone, but not the order that holds it', async () => {
    const ticketId = await aTicket({ version: 1 });
    const buyer = newId();
    await as(buyer).post('/api/orders').send({ ticketId }).expect(201);
    await aTicket({ id: ticketId, version: 2, withdrawn: true });
    await as(buyer).post('/api/orders').send({ ticketId }).expect(200);
    const other = await aTicket({ withdrawn: true });
    const answer = await as(buyer).post('/api/orders').send({ ticketId: other }).expect(400);
    expect(messages(answer)).toEqual([{ message: 'This ticket is not on sale any more' }]);
  });

  it('refuses a ticket that the tickets service has sold', async () => {
    const ticketId = await aTicket({ orderId: newId(), sold: true });
    const res = await as(newId()).post('/api/orders').send({ ticketId }).expect(400);
    expect(messages(res)).toEqual([{ message: 'Ticket is already reserved' }]);
  });

  it('waits for a ticket that was listed just now, and for no other', async () => {
    const young = newId();
    const answer = as(newId())
      .post('/api/orders')
      .send({ ticketId: young })
      .then(({ status }) => status);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await aTicket({ id: young });
    expect(await answer).toBe(201);

    const find = jest.spyOn(Ticket.collection, 'find');
    await as(newId())
      .post('/api/orders')
      .send({ ticketId: 'a'.repeat(24) })
      .expect(404);
    expect(find).toHaveBeenCalledTimes(1);
    await as(newId()).post('/api/orders').send({ ticketId: newId() }).expect(404);
    expect(find.mock.calls.length).toBeGreaterThan(5);
    find.mockRestore();
  });

  it('sells each of 5 tickets to one of 20 buyers who come at once', async () => {
    const tickets = await Promise.all(Array.from({ length: 5 }, () => aTicket()));
    const buyers = Array.from({ length: 20 }, newId);
    for (const ticketId of tickets) {
      const answers = await Promise.all(
        buyers.map((buyer) => as(buyer).post('/api/orders').send({ ticketId })),
      );
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 400)]);
      expect(await Order.countDocuments({ 'ticket.id': ticketId })).toBe(1);
    }
  });

  it('sells an overdue ticket to one of 20 buyers who come at once', async () => {
    const ticketId = await aTicket();
    await anOrder({ ticketId, expiresAt: past() });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => as(newId()).post('/api/orders').send({ ticketId })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(19);
    expect(await Order.countDocuments({ 'ticket.id': ticketId, status: { $ne: 'cancelled' } })).toBe(1);
  });

  it('looks again when a faster order was cancelled in the meantime', async () => {
    const ticketId = await aTicket();
    await anOrder({ ticketId, status: OrderStatus.Cancelled });
    // the first read happens as if before that order was written
    const findOne = jest.spyOn(Order.collection, 'findOne').mockResolvedValueOnce(null);
    const res = await as(newId()).post('/api/orders').send({ ticketId }).expect(201);
    findOne.mockRestore();
    expect((await stored((res.body as { id: string }).id)).hold).toBe(2);
  });

  it('does not treat a failed write as a lost race', async () => {
    const ticketId = await aTicket();
    const insert = jest
      .spyOn(Order.collection, 'insertOne')
      .mockRejectedValueOnce(new Error('the disk is full'));
    await as(newId()).post('/api/orders').send({ ticketId }).expect(500);
    insert.mockRestore();
    expect(await Order.countDocuments()).toBe(0);
  });

  it('never stores two orders with the same hold of a ticket', async () => {
    const ticketId = await aTicket();
    await anOrder({ ticketId, hold: 1 });
    await expect(anOrder({ ticketId, hold: 1 })).rejects.toMatchObject({ code: 11000 });
  });

  it('refuses callers without a session, malformed ids and unknown tickets', async () => {
    const ticketId = await aTicket();
    await as().post('/api/orders').send({ ticketId }).expect(401);
    for (const bad of [
      undefined,
      '',
      'abc',
      7,
      null,
      'abcdefghijkl',
      { $gt: '' },
      [ticketId],
      `${ticketId}0`,
    ]) {
      const res = await as(newId()).post('/api/orders').send({ ticketId: bad });
      expect(res.status).toBe(400);
      expect(messages(res)[0]?.field).toBe('ticketId');
    }
    await as(newId())
      .post('/api/orders')
      .send({ ticketId: 'a'.repeat(24) })
      .expect(404);
    expect(await Order.countDocuments()).toBe(0);
  });
});

describe('GET /api/orders', () => {
  it('lists the caller’s orders in pages, newest first', async () => {
    const userId = newId();
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) {
      ids.unshift((await anOrder({ ticketId: await aTicket(), userId })).id as string);
    }
    await anOrder({ ticketId: await aTicket() });
    const first = await as(userId).get('/api/orders?limit=3').expect(200);
    const next = /^<([^>]+)>; rel="next"$/.exec(first.headers.link ?? '')?.[1];
    const second = await as(userId).get(next!).expect(200);
    const seen = [...(first.body as { id: string }[]), ...(second.body as { id: string }[])].map(
      ({ id }) => id,
    );
    expect(seen).toEqual(ids);
    expect(second.headers.link).toBeUndefined();
  });

  it('reads with its index', async () => {
    const plan = await Order.find({ userId: newId() }).sort({ _id: -1 }).explain();
    expect(JSON.stringify(plan)).toContain('userId_1__id_-1');
  });

  it('needs a session and a valid limit', async () => {
    await as().get('/api/orders').expect(401);
    await as(newId()).get('/api/orders?limit=1000').expect(400);
  });
});

describe('GET /api/orders/:id', () => {
  it('shows an order only to its buyer', async () => {
    const userId = newId();
    const order = await anOrder({ ticketId: await aTicket(), userId });
    const res = await as(userId).get(`/api/orders/${order.id}`).expect(200);
    expect(Object.keys(res.body as object).sort()).toEqual([
      'expiresAt',
      'id',
      'status',
      'ticket',
      'userId',
      'version',
    ]);
    expect(res.body).toMatchObject({ ticket: order.toObject().ticket });
    expect(Object.keys((res.body as { ticket: object }).ticket)).toEqual(['id', 'title', 'price']);
    await as(newId()).get(`/api/orders/${order.id}`).expect(401);
    await as().get(`/api/orders/${order.id}`).expect(401);
    await as(userId).get(`/api/orders/${newId()}`).expect(404);
    await as(userId).get('/api/orders/abcdefghijkl').expect(404);
  });
});

describe('an order that is paid', () => {
  const payment = { paymentId: newId(), amount: 2000 };
  const refund = { ...payment, refundId: 're_1', version: 3 };

  async function saved(order: OrderDocument) {
    await order.save();
    return { id: String(order._id), userId: order.userId };
  }

  async function paidOrder() {
    const order = await anOrder({ ticketId: await aTicket() });
    order.claim(payment);
    order.complete(payment);
    return order;
  }

  it('shows its payment and when it was complete, alone and in the list', async () => {
    const { id, userId } = await saved(await paidOrder());
    const shown = await as(userId).get(`/api/orders/${id}`).expect(200);
    const { completedAt } = await stored(id);
    expect(shown.body).toMatchObject({
      status: 'complete',
      paymentId: payment.paymentId,
      completedAt: completedAt!.toISOString(),
    });
    for (const absent of ['refund', 'cancelledAt', 'cancelReason', 'failedPayments', 'outbox']) {
      expect(shown.body).not.toHaveProperty(absent);
    }
    expect((await as(userId).get('/api/orders').expect(200)).body).toEqual([shown.body]);
  });

  it('shows that its money was given back', async () => {
    const order = await paidOrder();
    order.keepRefund(refund);
    const { id, userId } = await saved(order);
    const shown = await as(userId).get(`/api/orders/${id}`).expect(200);
    expect(shown.body).toMatchObject({ status: 'complete', refund: { amount: 2000, refundId: 're_1' } });
    expect(Object.keys((shown.body as { refund: object }).refund)).toEqual(['amount', 'refundId']);
  });

  it('does not show the refund of a payment that never claimed it', async () => {
    const order = await anOrder({ ticketId: await aTicket() });
    order.keepRefund({ ...refund, paymentId: newId() });
    order.claim(payment);
    const { id, userId } = await saved(order);
    const shown = await as(userId).get(`/api/orders/${id}`).expect(200);
    expect(shown.body).toMatchObject({ paymentId: payment.paymentId });
    expect(shown.body).not.toHaveProperty('refund');
  });
});

describe('DELETE /api/orders/:id', () => {
  it('cancels once, and answers the same every time', async () => {
    const userId = newId();
    const order = await anOrder({ ticketId: await aTicket(), userId, expiresAt: inFuture() });
    const first = await as(userId).delete(`/api/orders/${order.id}`).expect(204);
    expect(first.text).toBe('');
    await as(userId).delete(`/api/orders/${order.id}`).expect(204);
    const { status, version, outbox } = await stored(order._id);
    expect({ status, version }).toEqual({ status: 'cancelled', version: 1 });
    expect(outbox).toHaveLength(1);
  });

  it('cancels once for many simultaneous requests', async () => {
    const userId = newId();
    const order = await anOrder({ ticketId: await aTicket(), userId });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => as(userId).delete(`/api/orders/${order.id}`)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 204));
    expect(await stored(order._id)).toMatchObject({ version: 1, outbox: [{ data: { version: 1 } }] });
  });

  it('refuses a complete order', async () => {
    const userId = newId();
    const order = await anOrder({ ticketId: await aTicket(), userId, status: OrderStatus.Complete });
    await as(userId).delete(`/api/orders/${order.id}`).expect(400);
    expect((await stored(order._id)).status).toBe('complete');
  });

  it('refuses an order that a payment has claimed, and says so', async () => {
    const userId = newId();
    const order = await anOrder({ ticketId: await aTicket(), userId, status: OrderStatus.AwaitingPayment });
    const res = await as(userId).delete(`/api/orders/${order.id}`).expect(400);
    expect(messages(res)).toEqual([
      { message: 'A payment for this order is being taken. Look at the order again in a moment' },
    ]);
    expect(await stored(order._id)).toMatchObject({ status: 'awaiting:payment', version: 0 });
  });

  it('refuses other callers and unknown orders', async () => {
    const order = await anOrder({ ticketId: await aTicket() });
    await as(newId()).delete(`/api/orders/${order.id}`).expect(401);
    await as().delete(`/api/orders/${order.id}`).expect(401);
    await as(newId()).delete(`/api/orders/${newId()}`).expect(404);
    await as(newId()).delete('/api/orders/x').expect(404);
  });
});
