import { BadRequestError } from '@ticketing/common/errors';
import { refuseTooFarAhead, Subjects } from '@ticketing/common/events';
import {
  begin,
  type Begun,
  type Changing,
  type OutboxFields,
  outboxPlugin,
  record,
} from '@ticketing/common/outbox';
import { type HydratedDocument, type Model, model, Schema } from 'mongoose';
import { type SearchFields, searchFields } from '../search/title-terms.js';
import { ticketTag } from './ticket-tag.js';

export interface TicketFields extends OutboxFields, SearchFields {
  title: string;
  /** Dollars. */
  price: number;
  /** The seller. */
  userId: string;
  /** The order that holds the ticket. It is absent while the ticket is on sale. */
  orderId?: string;
  /**
   * The highest number of a reservation in any event, or of the one that bought the ticket. That reservation has ended when
   * `orderId` is absent.
   */
  hold: number;
  /** The complete order. It is absent while the ticket is not sold. */
  soldTo?: string;
  /** What the buyer has paid, in dollars. */
  soldFor?: number;
  /** Its seller is gone. An order that holds it may still be completed; without one it is not on sale. */
  withdrawn?: boolean;
  /** The tag of the title and price that the latest edit replaced. */
  editedFrom?: string;
  /** The `Idempotency-Key` of the request that listed the ticket, and the tag of the title and price that it sent. */
  listedBy?: { key: string; tag: string };
}

/** The fields that the seller writes. */
export type Listing = Pick<TicketFields, 'title' | 'price'>;

export interface TicketMethods {
  /**
   * Changes the title and price.
   * @param isSeen says whether the caller saw the title and price of a tag. Without it the caller need not have seen any.
   * @returns 'changed'; 'same' when the ticket has this title and price already, also when this very edit made it so
   * before; 'unseen' when the title and price are not those that the caller saw. Only 'changed' has changed something.
   * @throws {BadRequestError} while an order holds the ticket, because its buyer saw this title and price, and for good when
   * the ticket is sold.
   */
  edit(change: Listing, isSeen?: (tag: string) => boolean): 'changed' | 'same' | 'unseen';
  /**
   * Reserves the ticket for an order.
   * @param hold the number of the reservation among all the reservations of the ticket.
   * @returns false when this or a newer reservation is known already, or the ticket is sold; then nothing changed.
   * @throws {TooFarAheadError} when no honest reservation has this number yet.
   */
  reserve(orderId: string, hold: number): boolean;
  /**
   * Ends a reservation and all earlier ones.
   * @param hold the number of the reservation.
   * @returns false when it has ended already, a newer one holds the ticket, or the ticket is sold; then nothing changed.
   * @throws {TooFarAheadError} when no honest reservation has this number yet.
   */
  release(hold: number): boolean;
  /**
   * Sells the ticket to the order that is complete. It stays sold, whatever was heard before or is heard later about this and
   * other reservations.
   * @returns false when it is sold already, to this order or to another; then nothing changed.
   * @throws {TooFarAheadError} when no honest reservation has the number of this one yet.
   */
  sell(order: { orderId: string; hold: number; price: number }): boolean;
  /**
   * Takes the ticket off the market, because its seller is gone. If an order holds it, it leaves when that order ends unpaid.
   * @returns false when it was withdrawn before, or is sold; then nothing changed.
   */
  withdraw(): boolean;
}

interface TicketStatics {
  /**
   * Makes a ticket that is on sale, with its event. `insert` writes both.
   * @param key distinguishes the request from all others of the seller. `insert` fails when another ticket has it.
   */
  list(ticket: Listing & Pick<TicketFields, 'userId'>, key?: string): ListedTicket;
}

export type ListedTicket = Begun<TicketFields>;
export type TicketDocument = HydratedDocument<TicketFields, TicketMethods>;
/** A ticket for a change. */
export type ChangingTicket = Changing<TicketFields, TicketMethods>;
type TicketModel = Model<TicketFields, object, TicketMethods> & TicketStatics;

/** They work on documents of mongoose and on those of `BatchedChanges`. */
const methods: TicketMethods & ThisType<ChangingTicket> = {
  edit(change, isSeen = () => true) {
    const tag = ticketTag(this);
    const same = ticketTag(change) === tag;
    const seen = isSeen(tag);
    // the answer of this edit was lost, and it is asked for again
    if (same && !seen && this.editedFrom && isSeen(this.editedFrom)) return 'same';
    if (this.soldTo) throw new BadRequestError('Cannot edit a sold ticket');
    if (this.withdrawn) throw new BadRequestError('Cannot edit a withdrawn ticket');
    if (this.orderId) throw new BadRequestError('Cannot edit a reserved ticket');
    if (!seen) return 'unseen';
    if (same) return 'same';
    Object.assign(this, { ...change, ...searchFields(change.title), editedFrom: tag });
    record(this, Subjects.TicketUpdated, state(this));
    return 'changed';
  },
  reserve(orderId, hold) {
    refuseUnlikely(this, hold);
    if (this.soldTo || hold <= this.hold) return false;
    this.hold = hold;
    this.orderId = orderId;
    record(this, Subjects.TicketUpdated, state(this));
    return true;
  },
  release(hold) {
    refuseUnlikely(this, hold);
    if (this.soldTo || hold < this.hold || (hold === this.hold && !this.orderId)) return false;
    this.hold = hold;
    this.orderId = undefined;
    record(this, Subjects.TicketUpdated, state(this));
    return true;
  },
  sell({ orderId, hold, price }) {
    refuseUnlikely(this, hold);
    if (this.soldTo) return false;
    Object.assign(this, { hold, orderId, soldTo: orderId, soldFor: price });
    record(this, Subjects.TicketUpdated, state(this));
    return true;
  },
  withdraw() {
    if (this.soldTo || this.withdrawn) return false;
    this.withdrawn = true;
    record(this, Subjects.TicketUpdated, state(this));
    return true;
  },
};

const ticketSchema = new Schema<TicketFields, TicketModel, TicketMethods, object, object, TicketStatics>(
  {
    title: { type: String, required: true },
    price: { type: Number, required: true },
    userId: { type: String, required: true },
    orderId: String,
    hold: { type: Number, default: 0 },
    soldTo: String,
    soldFor: Number,
    withdrawn: Boolean,
    terms: { type: [String], select: false },
    unspaced: { type: String, select: false },
    termsVersion: { type: Number, select: false },
    editedFrom: String,
    listedBy: new Schema({ key: String, tag: String }, { _id: false }),
  },
  {
    statics: {
      list(listing, key) {
        const { title, price, userId } = listing;
        const listedBy = key === undefined ? undefined : { key, tag: ticketTag(listing) };
        return begin<TicketFields, Subjects.TicketCreated>(
          { title, price, userId, hold: 0, ...(listedBy && { listedBy }), ...searchFields(title) },
          Subjects.TicketCreated,
          { title, price, userId },
        );
      },
    },
    methods,
  },
);
ticketSchema.plugin(outboxPlugin);

// a list compares these fields for equality and is sorted by _id, newest first; see routes/list-tickets.ts
ticketSchema.index({ orderId: 1, withdrawn: 1, _id: -1 });
ticketSchema.index({ userId: 1, _id: -1 });
ticketSchema.index({ terms: 1, orderId: 1, withdrawn: 1, _id: -1 });
// for tickets whose terms are to be renewed
ticketSchema.index({ termsVersion: 1 });
// One ticket for each key: when a request is repeated, this index lets only one ticket be written
ticketSchema.index(
  { userId: 1, 'listedBy.key': 1 },
  { unique: true, partialFilterExpression: { 'listedBy.key': { $exists: true } } },
);

/** A ticket that believed such a hold would take no honest reservation any more. */
function refuseUnlikely(ticket: ChangingTicket, hold: number): void {
  refuseTooFarAhead(`the hold of the ticket ${String(ticket._id)}`, hold, ticket.hold);
}

/** The state of the ticket that its events carry. */
function state({ title, price, userId, orderId, soldTo, withdrawn }: TicketFields) {
  return {
    title,
    price,
    userId,
    orderId,
    ...(soldTo && { sold: true }),
    ...(withdrawn && { withdrawn: true }),
  };
}

export const Ticket = model<TicketFields, TicketModel>('Ticket', ticketSchema);
