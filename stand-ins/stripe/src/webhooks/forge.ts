import type Stripe from 'stripe';
import { newId } from '../ids.js';

/** An event that never happened: it says that the payment succeeded. Its signature is wrong, so it must be refused. */
export function forgeEvent(event: Stripe.Event): object {
  const object = { ...event.data.object, status: 'succeeded' };
  return { ...event, id: newId('evt'), type: 'payment_intent.succeeded', data: { object } };
}
