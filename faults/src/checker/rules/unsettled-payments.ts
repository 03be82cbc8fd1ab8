import { clock, deadline } from '../time.js';
import type { Facts } from '../facts.js';
import type { Rule } from '../violation.js';

/** On a calm system a payment is settled at most this long after its order has ended or was claimed. */
const LIMIT_MS = 15_000;
const FINAL = ['succeeded', 'canceled'];

/** No order waits for a payment for long. When an order has ended, its payments are settled and no money is reserved. */
export const unsettledPayments: Rule = (facts) => {
  const { orders, payments, intents } = facts.snapshot;
  const waiting = orders
    .filter(({ id, status }) => status === 'awaiting:payment' && isLate(facts, claimedAt(facts, id)))
    .map(({ id }) => ({ of: id, what: `waits for its payment since ${clock(claimedAt(facts, id))}` }));
  const hasEnded = (orderId: string) => isLate(facts, endedAt(facts, orderId));
  const open = payments
    .filter(({ settled, orderId }) => !settled && hasEnded(orderId))
    .map(({ id, orderId }) => ({ of: id, what: `is not settled, and order ${orderId} has ended` }));
  const reserved = intents
    .filter(({ status, metadata }) => !FINAL.includes(status) && hasEnded(metadata.orderId ?? ''))
    .map(({ id, status, metadata }) => ({
      of: id,
      what: `is ${status}, and order ${metadata.orderId} has ended`,
    }));
  return [...waiting, ...open, ...reserved];
};

function isLate({ history, snapshot }: Facts, since: number): boolean {
  return since < Infinity && deadline(history.faults, since, LIMIT_MS) < snapshot.takenAt;
}

function claimedAt({ orderClaimed }: Facts, orderId: string): number {
  return Math.min(...orderClaimed.filter(({ data }) => data.id === orderId).map(({ at }) => at));
}

/** Infinity while the order has not ended. */
function endedAt(facts: Facts, orderId: string): number {
  const { status } = facts.order(orderId) ?? {};
  if (status === 'cancelled') return facts.reservation(orderId)?.end.latest ?? Infinity;
  if (status !== 'complete') return Infinity;
  return Math.min(...facts.orderCompleted.filter(({ data }) => data.id === orderId).map(({ at }) => at));
}
