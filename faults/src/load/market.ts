import type { OrderBody, TicketBody } from '@ticketing/e2e/testing';
import type { Person } from './person.js';

/** The tickets and orders that the people of one run know. */
export class Market {
  /** Tickets that were listed, with their sellers and with what they were, the latest state last. */
  readonly tickets: { id: string; seller: Person; states: Pick<TicketBody, 'title' | 'price'>[] }[] = [];
  /** Orders that were placed, with their buyers. */
  readonly orders: { id: string; ticketId: string; buyer: Person }[] = [];

  constructor(readonly run: number) {}

  listed(seller: Person, answer: unknown): void {
    const { id, title, price } = answer as TicketBody;
    this.tickets.push({ id, seller, states: [{ title, price }] });
  }

  edited(answer: unknown): void {
    const { id, title, price } = answer as TicketBody;
    this.tickets.find((ticket) => ticket.id === id)?.states.push({ title, price });
  }

  placed(buyer: Person, answer: unknown): void {
    const { id, ticket } = answer as OrderBody;
    this.orders.push({ id, ticketId: ticket.id, buyer });
  }

  ticketsOf(seller: Person) {
    return this.tickets.filter((ticket) => ticket.seller === seller);
  }

  ordersOf(buyer: Person) {
    return this.orders.filter((order) => order.buyer === buyer);
  }
}
