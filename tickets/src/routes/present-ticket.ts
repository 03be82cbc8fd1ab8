import type { TicketBody } from '@ticketing/common/api';
import { fieldsOf } from '@ticketing/common/mongo';
import type { TicketFields } from '../models/ticket.js';

const FIELDS = ['title', 'price', 'userId', 'version', 'orderId', 'soldFor'] as const;

/** The fields of a ticket that an answer shows, for `project`. */
export const SHOWN_FIELDS = fieldsOf(FIELDS);

export type Presentable = Pick<TicketFields, (typeof FIELDS)[number]> & { _id: unknown };

/** A ticket in the form of the API. */
export function presentTicket({
  _id,
  title,
  price,
  userId,
  version,
  orderId,
  soldFor,
}: Presentable): TicketBody {
  return {
    id: String(_id),
    title,
    price,
    userId,
    version,
    ...(orderId && { orderId }),
    ...(soldFor !== undefined && { sold: true, soldFor }),
  };
}
