import { eventually } from '@ticketing/processes';
import { RunningSystem } from './testing/running-system.js';
import { aTicket, Visitor, type TicketBody } from './testing/visitor.js';

const WINDOW_SECONDS = 3;
let running: RunningSystem;

beforeAll(async () => {
  running = await RunningSystem.start({ expirationWindowSeconds: WINDOW_SECONDS });
});
afterAll(() => running.stop());

const onSale = async (visitor: Visitor) =>
  (await visitor.get<TicketBody[]>('/api/tickets')).body.map(({ id }) => id);

describe('the whole loop', () => {
  it('a ticket is listed, reserved, expires, and is on sale again', async () => {
    const { url } = running;
    const [seller, buyer, other] = [
      await Visitor.signedUp(url),
      await Visitor.signedUp(url),
      await Visitor.signedUp(url),
    ];

    const ticket = await seller.sell('Concert', 20);
    expect(ticket).toMatchObject(aTicket({ title: 'Concert', price: 20 }));
    expect(await onSale(buyer)).toContain(ticket.id);

    // the orders service learns of the ticket a moment after the seller's answer
    const order = await eventually(async () => {
      const answer = await buyer.reserve(ticket.id);
      expect(answer.status).toBe(201);
      return answer.body;
    });
    expect(order.ticket).toMatchObject({ id: ticket.id, title: ticket.title, price: ticket.price });
    expect(ticket).toMatchObject(order.ticket); // every field that the order shows
    const expiresAt = new Date(order.expiresAt).getTime();

    await eventually(async () => expect((await seller.ticket(ticket.id)).orderId).toBe(order.id));
    expect(await onSale(other)).not.toContain(ticket.id);
    expect((await other.reserve(ticket.id)).status).toBe(400);
    const edit = await seller.put(`/api/tickets/${ticket.id}`, { ...ticket, price: 30 });
    expect(edit).toMatchObject({
      status: 400,
      body: { errors: [{ message: 'Cannot edit a reserved ticket' }] },
    });

    // nobody pays
    await eventually(async () => expect((await buyer.order(order.id)).status).toBe('cancelled'));
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt);
    await eventually(async () => expect(await onSale(other)).toContain(ticket.id));
    expect((await seller.ticket(ticket.id)).orderId).toBeUndefined();

    const again = await other.reserve(ticket.id);
    expect(again.status).toBe(201);
    expect(again.body.id).not.toBe(order.id);
  });

  it('a cancelled order releases its ticket, which is then edited and sold anew', async () => {
    const { url } = running;
    const [seller, buyer] = [await Visitor.signedUp(url), await Visitor.signedUp(url)];
    const ticket = await seller.sell('Opera', 50);
    const order = await eventually(async () => {
      const answer = await buyer.reserve(ticket.id);
      expect(answer.status).toBe(201);
      return answer.body;
    });
    await eventually(async () => expect((await seller.ticket(ticket.id)).orderId).toBe(order.id));
    expect((await buyer.delete(`/api/orders/${order.id}`)).status).toBe(204);
    await eventually(async () => expect((await seller.ticket(ticket.id)).orderId).toBeUndefined());
    expect((await seller.put(`/api/tickets/${ticket.id}`, { ...ticket, price: 60 })).status).toBe(200);
    await eventually(async () => {
      const next = await buyer.reserve(ticket.id, { title: 'Opera', price: 60 });
      expect(next).toMatchObject({ status: 201, body: { ticket: { price: 60 } } });
    });
  });

  it('reads the same session in every service, and none without one', async () => {
    const visitor = await Visitor.signedUp(running.url);
    const me = await visitor.get<{ currentUser: { id: string } }>('/api/users/currentuser');
    const ticket = await visitor.sell();
    expect(ticket.userId).toBe(me.body.currentUser.id);
    expect((await visitor.get('/api/orders')).status).toBe(200);
    await visitor.post('/api/users/signout', {});
    expect((await visitor.get('/api/orders')).status).toBe(401);
    expect((await visitor.post('/api/tickets', aTicket())).status).toBe(401);
    expect(await visitor.get('/api/users/currentuser')).toMatchObject({ body: { currentUser: null } });
  });
});
