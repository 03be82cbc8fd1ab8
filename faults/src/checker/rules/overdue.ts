import { clock, deadline } from '../time.js';
import type { Rule } from '../violation.js';

/** On a calm system an order is cancelled at most this long after its time. */
const LIMIT_MS = 15_000;

/** Every order that no payment has claimed is cancelled promptly after its time. */
export const overdue: Rule = ({ reservations, history, snapshot, orderClaimed }) =>
  reservations.flatMap(({ orderId, expiresAt, end }) => {
    const status = snapshot.orders.find(({ id }) => id === orderId)?.status;
    if (status === undefined || status === 'complete') return [];
    // another rule sees to it that its payment ends
    if (orderClaimed.some(({ data }) => data.id === orderId)) return [];
    const due = deadline(history.faults, expiresAt, LIMIT_MS);
    const ended = status === 'cancelled' ? end.latest : Infinity;
    // it still waits for its time, or for the end of a fault
    if (ended === Infinity && snapshot.takenAt <= due) return [];
    if (ended <= due) return [];
    return [{ of: orderId, what: `due at ${clock(expiresAt)}, cancelled at ${clock(ended)}` }];
  });
