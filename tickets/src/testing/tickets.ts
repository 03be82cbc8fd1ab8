import { newId, testApp, testDatabase } from '@ticketing/testing';
import { ticketsApp } from '../app.js';
import { DeletedSeller } from '../models/deleted-seller.js';
import { type Listing, Ticket } from '../models/ticket.js';

/** The service's app with a database of its own. */
export function ticketsApi() {
  testDatabase(Ticket, DeletedSeller);
  return testApp(ticketsApp);
}

/** A ticket on sale. Its event is already published, as it is for most tickets. */
export async function aTicket(fields: Partial<Listing> & { userId?: string } = {}) {
  const ticket = await new Ticket(
    Ticket.list({ title: 'Concert', price: 20, userId: newId(), ...fields }),
  ).save();
  await Ticket.updateOne({ _id: ticket._id }, { $set: { outbox: [] } });
  return ticket;
}

/** The state of a ticket in the database. */
export async function stored(id: unknown) {
  return (await Ticket.findById(id).lean())!;
}
