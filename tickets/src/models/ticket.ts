import {
  BadRequestError,
  nextVersion,
  type OutboxFields,
  type OutboxMethods,
  outboxPlugin,
  Subjects,
} from '@ticketing/common';
import { type HydratedDocument, type Model, model, Schema } from 'mongoose';
import { updateIfCurrentPlugin } from 'mongoose-update-if-current';
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
  version: number;
}

interface TicketMethods extends OutboxMethods {
  /** Puts a new ticket on sale. */
  putOnSale(): void;
  /** @throws {BadRequestError} while an order holds the ticket: its buyer was shown this title and price. */
  edit(change: { title: string; price: number }): void;
  /** Reserves for the order that has the ticket's `hold`th reservation. False: a newer one was heard of, nothing changed. */
  reserve(orderId: string, hold: number): boolean;
  /** Ends the `hold`th reservation and all before it. False: it had ended, or a newer one holds; nothing changed. */
  release(hold: number): boolean;
}

export type TicketDocument = HydratedDocument<TicketFields, TicketMethods>;

const ticketSchema = new Schema<TicketFields, Model<TicketFields, object, TicketMethods>, TicketMethods>(
  {
    title: { type: String, required: true },
    price: { type: Number, required: true },
    userId: { type: String, required: true },
    orderId: String,
    hold: { type: Number, default: 0 },
    terms: { type: [String], select: false },
  },
  { versionKey: 'version', optimisticConcurrency: false },
);
ticketSchema.plugin(updateIfCurrentPlugin);
ticketSchema.plugin(outboxPlugin);

// lists are read newest first by _id behind an equality, see routes/list-tickets.ts
ticketSchema.index({ orderId: 1, _id: -1 });
ticketSchema.index({ userId: 1, _id: -1 });
ticketSchema.index({ terms: 1, orderId: 1, _id: -1 });

ticketSchema.pre('save', function () {
  if (this.isModified('title')) this.terms = searchTerms(this.title);
});

ticketSchema.methods.putOnSale = function () {
  this.record(Subjects.TicketCreated, state(this));
};

ticketSchema.methods.edit = function ({ title, price }) {
  if (this.orderId) throw new BadRequestError('Cannot edit a reserved ticket');
  this.title = title;
  this.price = price;
  this.record(Subjects.TicketUpdated, state(this));
};

ticketSchema.methods.reserve = function (orderId, hold) {
  if (hold <= this.hold) return false;
  this.hold = hold;
  this.orderId = orderId;
  this.record(Subjects.TicketUpdated, state(this));
  return true;
};

ticketSchema.methods.release = function (hold) {
  if (hold < this.hold || (hold === this.hold && !this.orderId)) return false;
  this.hold = hold;
  this.orderId = undefined;
  this.record(Subjects.TicketUpdated, state(this));
  return true;
};

function state(ticket: TicketDocument) {
  const { title, price, userId, orderId } = ticket;
  return { id: String(ticket._id), version: nextVersion(ticket), title, price, userId, orderId };
}

export const Ticket = model<TicketFields, Model<TicketFields, object, TicketMethods>>('Ticket', ticketSchema);
