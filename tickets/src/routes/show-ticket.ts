import { NotFoundError } from '@ticketing/common/errors';
import { BatchedReads, fieldsOf, isId, plainDocuments } from '@ticketing/common/mongo';
import { Router } from 'express';
import { Types } from 'mongoose';
import { Ticket, type TicketFields } from '../models/ticket.js';
import { type Presentable, SHOWN_FIELDS } from './present-ticket.js';
import { sendTicket } from './send-ticket.js';

// all visitors of an on-sale look at tickets in one second
const tickets = new BatchedReads(
  (ids) =>
    plainDocuments<TicketFields>(Ticket)
      .find({ _id: { $in: ids.map((id) => new Types.ObjectId(id)) } })
      .project<Presentable & Pick<TicketFields, 'withdrawn'>>({ ...SHOWN_FIELDS, ...fieldsOf(['withdrawn']) })
      .toArray(),
  ({ _id }) => String(_id),
);

export const showTicket = Router().get('/api/tickets/:id', async (req, res) => {
  const { id } = req.params;
  const ticket = isId(id) ? await tickets.one(id.toLowerCase()) : undefined;
  // a withdrawn ticket is there only for the buyer who holds it or has bought it
  if (!ticket || (ticket.withdrawn && !ticket.orderId)) throw new NotFoundError();
  sendTicket(res, ticket);
});
