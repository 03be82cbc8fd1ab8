import type Stripe from 'stripe';
import { missing } from '../errors.js';
import type { IntentRecord } from '../model/records.js';
import type { Call } from './call.js';
import { emit } from './emit.js';

export function findIntent({ transaction }: Call, id: string): IntentRecord {
  const record = transaction.get('intents', id);
  if (!record) throw missing('payment_intent', id, 'intent');
  return record;
}

/** Stores a changed PaymentIntent together with its events. */
export function saveIntent(call: Call, record: IntentRecord, ...events: Stripe.Event['type'][]): void {
  call.transaction.put('intents', record.intent.id, record);
  for (const type of events) emit(call, type, record.intent);
}

/** Stores a changed Charge together with its events. */
export function saveCharge(call: Call, charge: Stripe.Charge, ...events: Stripe.Event['type'][]): void {
  call.transaction.put('charges', charge.id, charge);
  for (const type of events) emit(call, type, charge);
}
