import { StartPosition, type SubscriptionRequest } from '../protocol/messages.js';
import { nowNs } from '../store/clock.js';
import type { MessageStore } from '../store/store.js';

/** The sequence that counts as already sent, so that the next one is where the subscriber wants to start. */
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

/** The first message of that time or later; the next one to come when all are older. Times never decrease. */
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
