import { EXPIRING_STATUSES, OrderStatus, Subjects } from '@ticketing/common/events';
import { eventually, logger, newId } from '@ticketing/testing';
import { changeOrder } from '../events/change-order.js';
import { Order } from '../models/order.js';
import { anOrder, aTicket, inFuture, ordersDatabase, past, stored } from '../testing/orders.js';
import { expireOrder } from './expire-order.js';
import { OverdueSweep } from './overdue-sweep.js';

ordersDatabase();

describe('expireOrder', () => {
  it('cancels an overdue order, once', async () => {
    const order = await anOrder({ ticketId: await aTicket(), expiresAt: past() });
    expect(await expireOrder(String(order._id))).toBe('cancelled');
    expect(await expireOrder(String(order._id))).toBe('cancelled');
    expect(await stored(order._id)).toMatchObject({
      status: 'cancelled',
      cancelReason: 'expired',
      version: 1,
      outbox: [{ subject: Subjects.OrderCancelled }],
    });
  });

  it('never cancels an order that a payment has claimed', async () => {
    const order = await anOrder({
      ticketId: await aTicket(),
      status: OrderStatus.AwaitingPayment,
      expiresAt: past(),
    });
    expect(await expireOrder(String(order._id))).toBe('claimed');
    expect(await stored(order._id)).toMatchObject({ status: 'awaiting:payment', version: 0 });
  });

  it('never cancels a complete order', async () => {
    const order = await anOrder({
      ticketId: await aTicket(),
      status: OrderStatus.Complete,
      expiresAt: past(),
    });
    expect(await expireOrder(String(order._id))).toBe('complete');
    expect(await stored(order._id)).toMatchObject({ status: 'complete', version: 0 });
  });

  it('does not cancel an order before its time is over', async () => {
    const order = await anOrder({ ticketId: await aTicket(), expiresAt: inFuture() });
    expect(await expireOrder(String(order._id))).toBe('early');
    expect(await stored(order._id)).toMatchObject({ status: 'created', version: 0 });
  });

  it('does not know an order that does not exist', async () => {
    expect(await expireOrder(newId())).toBe('unknown');
  });

  describe('at the same time as a claim', () => {
    const payment = { paymentId: newId(), amount: 2000 };
    const claim = (id: string) => changeOrder(id, (order) => order.claim(payment));
    const overdueOrder = async () => anOrder({ ticketId: await aTicket(), expiresAt: past(3_000) });

    /** The next reads of the order find what it was before `other` was written, as on another instance. */
    async function readsBefore(id: string, other: () => Promise<unknown>) {
      const [read, readAgain] = [await Order.findById(id), await Order.findById(id)];
      await other();
      // awaited, a query gives the same as a promise of its documents
      const find = jest.spyOn(Order, 'find') as unknown as jest.SpyInstance;
      const findById = jest.spyOn(Order, 'findById') as unknown as jest.SpyInstance;
      find.mockReturnValueOnce(Promise.resolve([read]));
      findById.mockReturnValueOnce(Promise.resolve(readAgain));
    }
    afterEach(() => jest.restoreAllMocks());

    it('changes nothing when a claim is written after it has read the order', async () => {
      const id = String((await overdueOrder())._id);
      await readsBefore(id, () => claim(id));
      expect(await expireOrder(id)).toBe('claimed');
      jest.restoreAllMocks();
      const { status, outbox } = await stored(id);
      expect([status, outbox.length]).toEqual(['awaiting:payment', 1]);
    });

    it('stays, and a claim that has read the order before is told so', async () => {
      const id = String((await overdueOrder())._id);
      await readsBefore(id, () => expireOrder(id));
      expect(await claim(id)).toBe('answered');
      jest.restoreAllMocks();
      const { status, outbox } = await stored(id);
      expect(status).toBe('cancelled');
      expect(outbox.map(({ subject }) => subject)).toEqual([
        Subjects.OrderCancelled,
        Subjects.OrderCancelled,
      ]);
    });

    it('leads to one end, and both see it', async () => {
      for (let round = 0; round < 20; round++) {
        const order = await overdueOrder();
        const id = String(order._id);
        // as on another instance: it has read the order before the claim is written
        const expire = async () => {
          order.expire();
          await order.save();
        };
        await Promise.allSettled(round % 2 ? [claim(id), expire()] : [expire(), claim(id)]);
        const { status, outbox } = await stored(id);
        expect([
          ['awaiting:payment', [Subjects.OrderClaimed]],
          // the claim came too late, and is answered
          ['cancelled', [Subjects.OrderCancelled, Subjects.OrderCancelled]],
        ]).toContainEqual([status, outbox.map(({ subject }) => subject)]);
      }
    });
  });
});

describe('OverdueSweep', () => {
  it('cancels overdue orders, and no others', async () => {
    const overdue = await Promise.all(
      Array.from({ length: 250 }, async () => anOrder({ ticketId: await aTicket(), expiresAt: past(3_000) })),
    );
    const others = [
      await anOrder({ ticketId: await aTicket(), expiresAt: inFuture() }),
      await anOrder({ ticketId: await aTicket(), expiresAt: past(3_000), status: OrderStatus.Complete }),
      await anOrder({
        ticketId: await aTicket(),
        expiresAt: past(3_000),
        status: OrderStatus.AwaitingPayment,
      }),
      await anOrder({ ticketId: await aTicket(), expiresAt: new Date() }), // the worker still has time to report it
    ];
    await new OverdueSweep(logger).run();
    expect(
      await Order.countDocuments({ _id: { $in: overdue.map(({ _id }) => _id) }, status: 'cancelled' }),
    ).toBe(250);
    expect(await Promise.all(others.map(async ({ _id }) => (await stored(_id)).status))).toEqual([
      'created',
      'complete',
      'awaiting:payment',
      'created',
    ]);
  });

  it('cancels all others when one order cannot be cancelled', async () => {
    const [stuck, ...others] = await Promise.all(
      Array.from({ length: 150 }, async () => anOrder({ ticketId: await aTicket(), expiresAt: past(3_000) })),
    );
    // an event of this order would be malformed
    await Order.collection.updateOne({ _id: stuck!._id }, { $set: { 'ticket.id': 'broken' } });
    await new OverdueSweep(logger).run();
    const ids = others.map(({ _id }) => _id);
    expect(await Order.countDocuments({ _id: { $in: ids }, status: 'cancelled' })).toBe(149);
    await Order.deleteOne({ _id: stuck!._id });
  });

  it('runs at intervals until it is stopped', async () => {
    jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'setImmediate', 'setTimeout', 'performance'] });
    try {
      const sweep = new OverdueSweep(logger);
      const order = await anOrder({ ticketId: await aTicket(), expiresAt: past(3_000) });
      sweep.start();
      jest.advanceTimersByTime(2_000);
      await eventually(async () => expect((await stored(order._id)).status).toBe('cancelled'));
      await sweep.stop();
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('finishes a running sweep before it stops', async () => {
    const sweep = new OverdueSweep(logger);
    const order = await anOrder({ ticketId: await aTicket(), expiresAt: past(3_000) });
    void sweep.run();
    await sweep.stop();
    expect((await stored(order._id)).status).toBe('cancelled');
  });

  it('runs one sweep at a time, and survives an outage of the database', async () => {
    const sweep = new OverdueSweep(logger);
    const find = jest.spyOn(Order, 'find').mockImplementation(() => {
      throw new Error('the database is away');
    });
    const running = sweep.run();
    expect(sweep.run()).toBe(running);
    await expect(running).resolves.toBeUndefined();
    find.mockRestore();
    const order = await anOrder({ ticketId: await aTicket(), expiresAt: past(3_000) });
    await sweep.run();
    expect((await stored(order._id)).status).toBe('cancelled');
  });

  it('uses its index', async () => {
    const plan = JSON.stringify(
      await Order.find({
        status: { $in: EXPIRING_STATUSES },
        expiresAt: { $lte: new Date() },
      }).explain(),
    );
    expect(plan).toContain('IXSCAN');
  });
});
