import type {
  OrderBody,
  PassBody,
  PaymentBody,
  PaymentsConfigBody,
  TicketBody,
  TicketInput,
  UserBody,
} from '@ticketing/common/api';

/*
 * The shapes of the answers are those of `common/src/api`. Only their types are imported: a page must not load the code that
 * checks them.
 */
export type { TicketInput };

export type User = UserBody;

export interface Ticket extends TicketBody {
  /** Stands for the title and the price. Only the answer to a request for one ticket has it. */
  tag?: string;
}

export type Order = OrderBody;

/** What its buyer shows at the door: a signed text. */
export type Pass = PassBody;

/** The client secret of an open payment must not get into a URL of this site or a log. */
export type Payment = PaymentBody;

/** How a browser reaches the card form. */
export type PaymentsConfig = PaymentsConfigBody;

export interface Page<T> {
  items: T[];
  /** The start of the next page; absent on the last page. */
  cursor?: string;
}
