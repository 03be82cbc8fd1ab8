import { Subjects } from '@ticketing/common/events';
import { eventually, newId, testBus } from '@ticketing/testing';
import { AccountDeletedListener } from '../events/listeners/account-deleted-listener.js';
import { DeletedSeller } from '../models/deleted-seller.js';
import { Ticket, type TicketDocument } from '../models/ticket.js';
import { aTicket, stored, ticketsApi } from '../testing/tickets.js';
import { withdrawLateTickets, withdrawTickets } from './withdraw-tickets.js';

const api = ticketsApi();
const bus = testBus();

const userId = newId();
const mine = () => aTicket({ userId });
/** The ids of the tickets on sale. */
const onSale = async () =>
  ((await api().get('/api/tickets').expect(200)).body as { id: string }[]).map(({ id }) => id);
const shown = async (id: unknown) => (await api().get(`/api/tickets/${String(id)}`)).status;

async function change(id: unknown, by: (ticket: TicketDocument) => unknown) {
  const ticket = (await Ticket.findById(id))!;
  by(ticket);
  await ticket.save();
}

describe('when the account of the seller was deleted', () => {
  it('its tickets leave the market, and no others', async () => {
    const [ticket, other] = [await mine(), await aTicket()];
    await withdrawTickets(userId);
    expect(await onSale()).toEqual([other.id]);
    expect([await shown(ticket._id), await shown(other._id)]).toEqual([404, 200]);
    const { outbox, version } = await stored(ticket._id);
    expect(outbox).toEqual([
      expect.objectContaining({
        subject: Subjects.TicketUpdated,
        data: expect.objectContaining({ withdrawn: true, version }) as object,
      }),
    ]);
  });

  it('a reserved ticket stays with its order, and leaves when that ends unpaid', async () => {
    const ticket = await mine();
    await change(ticket._id, (found) => found.reserve(newId(), 1));
    await withdrawTickets(userId);
    expect(await shown(ticket._id)).toBe(200);
    await change(ticket._id, (found) => found.release(1));
    expect(await shown(ticket._id)).toBe(404);
    expect(await onSale()).toEqual([]);
  });

  it('a reserved ticket whose order is paid is sold', async () => {
    const ticket = await mine();
    const orderId = newId();
    await change(ticket._id, (found) => found.reserve(orderId, 1));
    await withdrawTickets(userId);
    await change(ticket._id, (found) => found.sell({ orderId, hold: 1, price: 20 }));
    expect(await stored(ticket._id)).toMatchObject({ soldTo: orderId, soldFor: 20 });
    expect(await shown(ticket._id)).toBe(200);
  });

  it('a ticket that was sold before stays as it is', async () => {
    const ticket = await mine();
    await change(ticket._id, (found) => found.sell({ orderId: newId(), hold: 1, price: 20 }));
    const before = await stored(ticket._id);
    await withdrawTickets(userId);
    expect(await stored(ticket._id)).toEqual(before);
  });

  it('nothing changes when the event comes again', async () => {
    const ticket = await mine();
    await withdrawTickets(userId);
    const before = await stored(ticket._id);
    await Promise.all([withdrawTickets(userId), withdrawTickets(userId)]);
    expect(await stored(ticket._id)).toEqual(before);
    expect(await DeletedSeller.countDocuments()).toBe(1);
  });

  it('a ticket that its session still lists is refused, and not on sale', async () => {
    await withdrawTickets(userId);
    await api(userId).post('/api/tickets').send({ title: 'Late', price: 20 }).expect(401);
    expect(await onSale()).toEqual([]);
  });

  it('the next start finds a ticket whose request died before it could look', async () => {
    await withdrawTickets(userId);
    const ticket = await mine();
    await withdrawLateTickets();
    expect(await shown(ticket._id)).toBe(404);
  });

  it('its tickets cannot be edited', async () => {
    const ticket = await mine();
    await withdrawTickets(userId);
    await api(userId)
      .put(`/api/tickets/${ticket.id as string}`)
      .send({ title: 'New', price: 20 })
      .expect(400);
  });
});

it('hears account:deleted', async () => {
  const ticket = await mine();
  await new AccountDeletedListener(bus.connection).listen();
  await bus.publish(Subjects.AccountDeleted, { id: userId, version: 1 });
  await eventually(async () => expect((await stored(ticket._id)).withdrawn).toBe(true));
});
