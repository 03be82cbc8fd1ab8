import type { Transaction } from '../store/transaction.js';
import type { Params } from './params.js';

export interface Settings {
  /** The address at which browsers reach this server, without a slash at the end. */
  url: string;
  /** Without it no event is sent; `GET /v1/events` has them all the same. */
  webhookUrl: string | undefined;
  /** Only these types are sent. Undefined: all. */
  webhookEvents: readonly string[] | undefined;
  /** An authorisation lapses after this time, in ms. */
  authorisationLastsMs: number;
}

/** One request of the API, as its handler sees it. */
export interface Call {
  transaction: Transaction;
  params: Params;
  settings: Settings;
  now: Date;
  /** With a publishable key a caller proves by the client secret that a payment is its own. */
  caller: 'secret' | 'publishable';
  request: { id: string | null; idempotency_key: string | null };
}

export interface Answer {
  status: number;
  body: object;
}

/** Runs in one turn of the event loop, so requests never overlap. `ids` are the parts of the path. */
export type Handler = (call: Call, ...ids: string[]) => Answer;

export const ok = (body: object): Answer => ({ status: 200, body });
