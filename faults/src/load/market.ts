import type { OrderBody, TicketBody } from '@ticketing/e2e/testing';
import type { Person } from './person.js';

/** An order that was placed, with its buyer. */
export interface PlacedOrder {
  id: string;
  ticketId: string;
  buyer: Person;
  expiresAt: number;
}

/** The tickets and orders that the people of one run know. */
export class Market {
  /** Tickets that were listed, with their sellers and with what they were, the latest state last. */
  readonly tickets: { id: string; seller: Person; states: Pick<TicketBody, 'title' | 'price'>[] }[] = [];
  readonly orders: PlacedOrder[] = [];
  /** Tickets that are most likely sold, because the bank reserved the money for them. */
  private readonly sold = new Set<string>();

  constructor(readonly run: number) {}

  listed(seller: Person, answer: unknown): void {
    const { id, title, price } = answer as TicketBody;
    this.tickets.push({ id, seller, states: [{ title, price }] });
  }

  edited(answer: unknown): void {
    const { id, title, price } = answer as TicketBody;
    this.tickets.find((ticket) => ticket.id === id)?.states.push({ title, price });
  }

  placed(buyer: Person, answer: unknown): PlacedOrder {
    const { id, ticket, expiresAt } = answer as OrderBody;
    const order = { id, ticketId: ticket.id, buyer, expiresAt: Date.parse(expiresAt) };
    this.orders.push(order);
    return order;
  }

  paid(orderId: string): void {
    const order = this.orders.find(({ id }) => id === orderId);
    if (order) this.sold.add(order.ticketId);
  }

  /** The tickets that somebody may still want. Most of the time those that are sold are left out. */
  get wanted() {
    return this.tickets.filter(({ id }) => !this.sold.has(id));
  }

  ticketsOf(seller: Person) {
    return this.tickets.filter((ticket) => ticket.seller === seller);
  }

  ordersOf(buyer: Person) {
    return this.orders.filter((order) => order.buyer === buyer);
  }
}
