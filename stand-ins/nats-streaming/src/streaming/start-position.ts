import { StartPosition, type SubscriptionRequest } from '../protocol/messages.js';
import { nowNs } from '../store/clock.js';
import type { MessageStore } from '../store/store.js';

/**
 * Returns the sequence that counts as already sent. The next message is the first one that the subscriber
 * wants.
 */
export function lastSentFor(request: SubscriptionRequest, messages: MessageStore): number {
  const { first, last } = messages;
  switch (request.startPosition as StartPosition) {
    case StartPosition.NewOnly:
      return last;
    case StartPosition.LastReceived:
      return Math.max(last - 1, 0);
    case StartPosition.TimeDeltaStart:
      return firstSince(nowNs() - request.startTimeDelta, messages) - 1;
    case StartPosition.SequenceStart:
      return Math.min(Math.max(request.startSequence, first) - 1, last);
    case StartPosition.First:
      return first - 1;
  }
}

/**
 * Finds the first message of that time or later by binary search: times never decrease. It is `last + 1` when
 * all are older.
 */
function firstSince(time: bigint, messages: MessageStore): number {
  let low = messages.first;
  let high = messages.last + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((messages.timestamp(middle) ?? 0n) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
