import type { OrderBody, TicketBody } from '@ticketing/e2e/testing';
import type { Person } from './person.js';

/** The tickets and orders that the people of one run know. */
export class Market {
  /** Tickets that were listed, with their sellers. */
  readonly tickets: { id: string; seller: Person }[] = [];
  /** Orders that were placed, with their buyers. */
  readonly orders: { id: string; buyer: Person }[] = [];

  constructor(readonly run: number) {}

  listed(seller: Person, answer: unknown): void {
    this.tickets.push({ id: (answer as TicketBody).id, seller });
  }

  placed(buyer: Person, answer: unknown): void {
    this.orders.push({ id: (answer as OrderBody).id, buyer });
  }

  ticketsOf(seller: Person) {
    return this.tickets.filter((ticket) => ticket.seller === seller);
  }

  ordersOf(buyer: Person) {
    return this.orders.filter((order) => order.buyer === buyer);
  }
}
