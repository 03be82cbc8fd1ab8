import { isDeepStrictEqual } from 'node:util';
import type { OrderBody, TicketBody } from '@ticketing/e2e/testing';
import type { Call } from '../../history.js';
import { idIn, ordersSeen, paymentsSeen, ticketsSeen } from '../answers.js';
import type { Facts } from '../facts.js';
import type { Rule } from '../violation.js';

/** A change that was answered with success stays, and so does a state that was shown. */
export const lostAnswers: Rule = (facts) =>
  facts.history.calls.flatMap((call) => [
    ...(call.method === 'DELETE' && call.status === 204 ? deleted(facts, call) : []),
    ...(call.method === 'PUT' && call.status === 200 ? edited(facts, call) : []),
    ...ordersSeen(call).flatMap((order) => orderSeen(facts, call, order)),
    ...ticketsSeen(call).flatMap((ticket) => ticketSeen(facts, call, ticket)),
    ...paymentsSeen(call).flatMap(({ id: of }) =>
      facts.payment(of) ? [] : [{ of, what: `payment was shown by call ${call.id}, but is missing` }],
    ),
  ]);

function deleted(facts: Facts, { path, id }: Call) {
  const status = facts.order(idIn(path))?.status ?? 'missing';
  return status === 'cancelled' ? [] : [{ of: idIn(path), what: `cancelled by call ${id}, but ${status}` }];
}

function edited(facts: Facts, { id, answer }: Call) {
  const { id: of, version } = answer as TicketBody;
  const event = facts.ticketVersions.get(of)?.get(version)?.data;
  // the event carries the whole state of the ticket, so it has every field that the answer shows
  if (isDeepStrictEqual({ ...event, ...(answer as TicketBody) }, event)) return [];
  return [{ of, what: `the edit of call ${id}, version ${version}, is not on the bus` }];
}

function orderSeen(facts: Facts, { id }: Call, { id: of, version, userId, ticket }: OrderBody) {
  const stored = facts.order(of);
  if (!stored) return [{ of, what: `shown by call ${id}, but missing` }];
  if (stored.version < version)
    return [{ of, what: `version ${version} was shown by call ${id} and is lost` }];
  return stored.userId === userId && stored.ticketId === ticket.id
    ? []
    : [{ of, what: `call ${id} showed another buyer or ticket` }];
}

function ticketSeen(facts: Facts, { id }: Call, { id: of, version }: TicketBody) {
  const stored = facts.ticket(of);
  if (!stored) return [{ of, what: `shown by call ${id}, but missing` }];
  return stored.version >= version
    ? []
    : [{ of, what: `version ${version} was shown by call ${id} and is lost` }];
}
