import { BadRequestError } from '@ticketing/common/errors';
import { Subjects } from '@ticketing/common/events';
import { type OutboxFields, outboxPlugin, record } from '@ticketing/common/outbox';
import { type HydratedDocument, type Model, model, Schema } from 'mongoose';
import { searchTerms } from './search-terms.js';

export interface TicketFields extends OutboxFields {
  title: string;
  /** Dollars. */
  price: number;
  /** The seller. */
  userId: string;
  /** The order that holds the ticket; absent while it is on sale. */
  orderId?: string;
  /** The highest ordinal of a reservation heard of; it is released when `orderId` is absent. */
  hold: number;
  /** What a search finds the ticket by; not read otherwise. */
  terms: string[];
}

interface TicketMethods {
  /** @throws {BadRequestError} while an order holds the ticket: its buyer was shown this title and price. */
  edit(change: { title: string; price: number }): void;
  /** Reserves for the order that has the ticket's `hold`th reservation. False: a newer one was heard of, nothing changed. */
  reserve(orderId: string, hold: number): boolean;
  /** Ends the `hold`th reservation and all before it. False: it had ended, or a newer one holds; nothing changed. */
  release(hold: number): boolean;
}

interface TicketStatics {
  /** A new ticket on sale, with its event; `save` writes both. */
  list(ticket: { title: string; price: number; userId: string }): TicketDocument;
}

export type TicketDocument = HydratedDocument<TicketFields, TicketMethods>;
type TicketModel = Model<TicketFields, object, TicketMethods> & TicketStatics;

const ticketSchema = new Schema<TicketFields, TicketModel, TicketMethods, object, object, TicketStatics>(
  {
    title: { type: String, required: true },
    price: { type: Number, required: true },
    userId: { type: String, required: true },
    orderId: String,
    hold: { type: Number, default: 0 },
    terms: { type: [String], select: false },
  },
  {
    statics: {
      list({ title, price, userId }) {
        const ticket = new this({ title, price, userId });
        record(ticket, Subjects.TicketCreated, state(ticket));
        return ticket;
      },
    },
    methods: {
      edit({ title, price }) {
        if (this.orderId) throw new BadRequestError('Cannot edit a reserved ticket');
        this.title = title;
        this.price = price;
        record(this, Subjects.TicketUpdated, state(this));
      },
      reserve(orderId, hold) {
        if (hold <= this.hold) return false;
        this.hold = hold;
        this.orderId = orderId;
        record(this, Subjects.TicketUpdated, state(this));
        return true;
      },
      release(hold) {
        if (hold < this.hold || (hold === this.hold && !this.orderId)) return false;
        this.hold = hold;
        this.orderId = undefined;
        record(this, Subjects.TicketUpdated, state(this));
        return true;
      },
    },
  },
);
ticketSchema.plugin(outboxPlugin);

// lists are read newest first by _id behind an equality, see routes/list-tickets.ts
ticketSchema.index({ orderId: 1, _id: -1 });
ticketSchema.index({ userId: 1, _id: -1 });
ticketSchema.index({ terms: 1, orderId: 1, _id: -1 });

ticketSchema.pre('save', function () {
  if (this.isModified('title')) this.terms = searchTerms(this.title);
});

/** The state that the ticket's events carry. */
function state({ title, price, userId, orderId }: TicketFields) {
  return { title, price, userId, orderId };
}

export const Ticket = model<TicketFields, TicketModel>('Ticket', ticketSchema);
