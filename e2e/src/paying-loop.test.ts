import { eventually } from '@ticketing/processes';
import { ObjectId } from 'mongodb';
import { Bank } from './testing/bank.js';
import { type Database, databaseOf } from './testing/database.js';
import { everythingIsUp } from './testing/everything-is-up.js';
import { CARDS, confirmCard, type PaymentBody } from './testing/paying.js';
import { known } from './testing/reservations.js';
import { RunningSystem } from './testing/running-system.js';
import { type OrderBody, type TicketBody, Visitor } from './testing/visitor.js';

let running: RunningSystem;
let bank: Bank;
let orders: Database;

/** Starts the system anew, without data. */
async function start(stripeFlags: string[] = []): Promise<void> {
  running = await RunningSystem.start({ site: false, interference: { stripeFlags } });
  bank = new Bank(running.system);
  orders = await databaseOf(running.system, 'orders');
}

async function stop(): Promise<void> {
  await orders.client.close();
  await running.stop();
}

interface Sale {
  seller: Visitor;
  buyer: Visitor;
  ticket: TicketBody;
  order: OrderBody;
}

/** Somebody has listed a ticket, and somebody else has reserved it. */
async function reservation(title: string, price = 20): Promise<Sale> {
  const [seller, buyer] = [await Visitor.signedUp(running.url), await Visitor.signedUp(running.url)];
  const ticket = await seller.sell(title, price);
  await known(running.system, [ticket]);
  const { status, body: order } = await buyer.reserve(ticket.id);
  expect(status).toBe(201);
  return { seller, buyer, ticket, order };
}

/** A payment that the buyer has begun. The card comes next. */
async function openPayment({ buyer, order }: Sale): Promise<PaymentBody> {
  return eventually(async () => {
    const { status, body } = await buyer.startPayment(order.id);
    expect([status, body.status]).toEqual([expect.any(Number), 'open']);
    return body;
  });
}

async function sold({ seller, buyer, ticket, order }: Sale): Promise<void> {
  await eventually(async () => expect((await buyer.order(order.id)).status).toBe('complete'));
  await eventually(async () =>
    expect(await seller.ticket(ticket.id)).toMatchObject({ sold: true, soldFor: ticket.price }),
  );
}

/** Waits until the order has ended, nothing was charged, and the ticket is on sale again. */
async function notCharged({ seller, buyer, ticket, order }: Sale, payment: PaymentBody): Promise<void> {
  await eventually(async () => {
    expect((await buyer.payment(payment.id)).status).toBe('voided');
    expect(await bank.intentsOf(order.id)).toMatchObject([{ status: 'canceled', amount_received: 0 }]);
  });
  expect((await buyer.order(order.id)).status).toBe('cancelled');
  await eventually(async () => {
    const { orderId, sold: isSold } = await seller.ticket(ticket.id);
    expect([orderId, isSold ?? false]).toEqual([undefined, false]);
  });
}

/** Ends the time of an order, as if the window had passed. */
async function endTime(order: OrderBody): Promise<void> {
  const past = new Date(Date.now() - 60_000);
  await orders.collection('orders').updateOne({ _id: new ObjectId(order.id) }, { $set: { expiresAt: past } });
}

describe('a ticket is bought', () => {
  beforeAll(() => start());
  afterAll(stop);

  it('and belongs to its buyer, and the bank has its price once', async () => {
    const sale = await reservation('Concert', 19.99);
    const payment = await openPayment(sale);
    expect(payment).toMatchObject({ orderId: sale.order.id, amount: 1_999, currency: 'usd' });
    expect((await sale.buyer.confirm(payment)).body.status).toBe('requires_capture');
    await sold(sale);

    const bought = await sale.buyer.order(sale.order.id);
    expect([bought.paymentId, typeof bought.completedAt]).toEqual([payment.id, 'string']);
    await eventually(async () => expect((await sale.buyer.payment(payment.id)).status).toBe('paid'));
    expect(await bank.intentsOf(sale.order.id)).toMatchObject([
      { status: 'succeeded', amount_received: 1_999 },
    ]);

    const other = await Visitor.signedUp(running.url);
    const listed = (await other.get<TicketBody[]>('/api/tickets')).body.map(({ id }) => id);
    expect(listed).not.toContain(sale.ticket.id);
    expect((await other.reserve(sale.ticket.id)).status).toBe(400);
    const again = await sale.buyer.startPayment(sale.order.id);
    expect(again.status).toBe(400);
    const edit = await sale.seller.put(`/api/tickets/${sale.ticket.id}`, { title: 'Concert', price: 30 });
    expect(edit.status).toBe(400);
    expect((await sale.buyer.delete(`/api/orders/${sale.order.id}`)).status).toBe(400);
    expect(await bank.refunds()).toEqual([]);
  });

  it('with another card when the bank declines the first one', async () => {
    const sale = await reservation('Opera');
    const payment = await openPayment(sale);
    expect(await sale.buyer.confirm(payment, CARDS.declined)).toMatchObject({
      status: 402,
      body: { error: { type: 'card_error', code: 'card_declined' } },
    });
    expect((await sale.buyer.order(sale.order.id)).status).toBe('created');
    const same = await sale.buyer.startPayment(sale.order.id);
    expect([same.status, same.body.id]).toEqual([200, payment.id]);
    expect((await sale.buyer.confirm(same.body)).body.status).toBe('requires_capture');
    await sold(sale);
    expect(await bank.intentsOf(sale.order.id)).toMatchObject([{ status: 'succeeded' }]);
  });

  it('by nobody who is not its buyer', async () => {
    const sale = await reservation('Ballet');
    expect((await sale.seller.startPayment(sale.order.id)).status).toBe(401);
    expect((await new Visitor(running.url).startPayment(sale.order.id)).status).toBe(401);
    const payment = await openPayment(sale);
    expect((await sale.seller.get(`/api/payments/${payment.id}`)).status).toBe(401);
    expect(await bank.intentsOf(sale.order.id)).toHaveLength(1);
  });

  it('or not, when its buyer cancels before the card', async () => {
    const sale = await reservation('Jazz');
    const payment = await openPayment(sale);
    expect((await sale.buyer.delete(`/api/orders/${sale.order.id}`)).status).toBe(204);
    await notCharged(sale, payment);
    expect((await sale.buyer.confirm(payment)).status).toBe(400);
    expect((await sale.buyer.order(sale.order.id)).cancelReason).toBe('buyer');
  });
});

describe('with no report from Stripe a ticket is bought', () => {
  beforeAll(() => start(['--webhook-faults', 'drop=1']));
  afterAll(stop);

  it('because the service looks by itself', async () => {
    const sale = await reservation('Cinema');
    await sale.buyer.confirm(await openPayment(sale));
    await sold(sale);
  });

  it('or not, when its time ended while the bank reserved the money', async () => {
    const sale = await reservation('Circus');
    const payment = await openPayment(sale);
    const service = running.system.process('payments');
    await service.stop();
    const config = { ...running.system.state().stripe!, scriptUrl: '', standIn: true };
    const { body } = await confirmCard({ ...config, apiUrl: config.url }, payment, CARDS.ok);
    expect(body.status).toBe('requires_capture');
    await endTime(sale.order);
    await eventually(async () => {
      expect(await sale.buyer.order(sale.order.id)).toMatchObject({
        status: 'cancelled',
        cancelReason: 'expired',
      });
    });
    await service.start();
    await notCharged(sale, payment);
  });

  it('although everything is restarted after the card', async () => {
    const sale = await reservation('Theatre');
    const payment = await openPayment(sale);
    expect((await sale.buyer.confirm(payment)).body.status).toBe('requires_capture');
    for (const name of running.system.processNames()) running.system.process(name).kill();
    await everythingIsUp(running.system);
    await eventually(async () => expect((await sale.buyer.order(sale.order.id)).status).toBe('complete'));
    await sold(sale);
    expect(await bank.intentsOf(sale.order.id)).toMatchObject([
      { status: 'succeeded', amount_received: 2_000 },
    ]);
  });
});
