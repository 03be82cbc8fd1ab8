import { newId } from '../ids.js';
import type { Store } from '../store/store.js';
import type { Delivery } from '../store/tables.js';
import type { WebhookFaults } from './faults.js';

/** Draws what befalls a new delivery, and keeps the draw so that a restart does not repeat it. */
export function drawFaults(
  store: Store,
  id: string,
  delivery: Delivery,
  { drop, repeat, reorder, delayMs }: WebhookFaults,
  random: () => number,
): Delivery | undefined {
  const [dropped, repeated, late] = [random() < drop, random() < repeat, random() < reorder];
  const later = () => Date.now() + Math.round(random() * delayMs);
  return store.transact((transaction) => {
    if (repeated) {
      const copy: Delivery = { ...delivery, dueAt: later(), drawn: true };
      transaction.put('deliveries', newId('whd'), copy);
    }
    if (dropped) {
      transaction.remove('deliveries', id);
      return undefined;
    }
    const drawn: Delivery = { ...delivery, drawn: true, dueAt: late ? later() : delivery.dueAt };
    transaction.put('deliveries', id, drawn);
    return drawn;
  });
}
