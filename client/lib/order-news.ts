import 'server-only';
import { getOrder, getTicket } from './api';
import type { Order } from './api/types';
import { currentOrderStates } from './current-order-states';
import { fingerprint } from './fingerprint';
import type { OrderState } from './order-state';
import type * as words from './words';

/** What has become of the ticket of an order that has ended, as a key of its text. */
export type TicketAfter = keyof typeof words.order.after;

export interface OrderNews {
  state: OrderState;
  /** Absent while the order runs, and when nobody can tell. */
  after?: TicketAfter;
  /** The server's time, in ms since 1970. */
  now: number;
  /** Changes when the page must be made anew. The page itself knows what comes with time alone. */
  fingerprint: string;
}

const RUNNING: ReadonlySet<OrderState> = new Set<OrderState>(['reserved', 'soon', 'complete']);

/** What the page of an order shows. */
export async function orderNews(order: Order): Promise<OrderNews> {
  const { now, states } = currentOrderStates([order]);
  const [state = 'complete'] = states;
  const after = RUNNING.has(state) ? undefined : await ticketAfter(order);
  return { state, after, now, fingerprint: fingerprint([order, after]) };
}

async function ticketAfter(order: Order): Promise<TicketAfter | undefined> {
  const ticket = await getTicket(order.ticket.id);
  if (!ticket.ok) return undefined;
  const { orderId } = ticket.value;
  if (orderId === undefined) return 'onSale';
  if (orderId === order.id) return 'pending'; // the tickets service learns of the end a moment later
  const own = await getOrder(orderId);
  if (own.ok) return 'yours';
  return own.failure.kind === 'down' ? undefined : 'taken'; // the order of somebody else is not shown
}
