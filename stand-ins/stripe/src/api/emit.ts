import type Stripe from 'stripe';
import { newId } from '../ids.js';
import { API_VERSION } from '../version.js';
import type { Call } from './call.js';

/** The fields that all events have. The type of `data.object` follows from `type`, which TypeScript cannot see here. */
type Described = Pick<Stripe.Event, Exclude<keyof Stripe.Event, 'data'>> & { data: { object: object } };

/** Records an event with a copy of the object as it is now. The event is sent when the change is on the disk. */
export function emit(
  { transaction, settings, now, request }: Call,
  type: Stripe.Event['type'],
  object: Stripe.PaymentIntent | Stripe.Charge | Stripe.Refund,
): void {
  const event = {
    id: newId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: Math.floor(now.getTime() / 1000),
    data: { object },
    livemode: false,
    pending_webhooks: 0,
    request,
    type,
  } satisfies Described as Stripe.Event;
  transaction.put('events', event.id, event);
  const { webhookUrl, webhookEvents } = settings;
  if (webhookUrl === undefined || webhookEvents?.includes(type) === false) return;
  const at = now.getTime();
  transaction.put('deliveries', newId('whd'), { eventId: event.id, attempts: 0, dueAt: at, since: at });
}
