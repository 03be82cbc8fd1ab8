import type Stripe from 'stripe';
import type { ChargeRecord, IntentRecord, MethodRecord } from '../model/records.js';

/** The saved result of a request with an idempotency key. */
export interface SavedAnswer {
  /** The method, path and parameters of the first request with the key. */
  request: string;
  status: number;
  body: string;
  requestId: string;
  /** When the key was first used, in ms. */
  at: number;
}

/** An event that has to be sent to the webhook. */
export interface Delivery {
  eventId: string;
  /** Failed attempts so far. */
  attempts: number;
  /** When the next attempt is due, in ms. */
  dueAt: number;
  /** When the event was recorded, in ms. */
  since: number;
  /** The deliberate faults have been drawn for it. */
  drawn?: true;
}

/** The tables of the store. Each is a map from ids to records, in the order in which the records were made. */
export interface Tables {
  intents: IntentRecord;
  charges: ChargeRecord;
  methods: MethodRecord;
  refunds: Stripe.Refund;
  events: Stripe.Event;
  answers: SavedAnswer;
  deliveries: Delivery;
}

export type TableName = keyof Tables;

export const TABLES = [
  'intents',
  'charges',
  'methods',
  'refunds',
  'events',
  'answers',
  'deliveries',
] as const satisfies readonly TableName[];
