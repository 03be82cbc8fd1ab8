import type { Handler } from '../api/call.js';
import {
  listCharges,
  listEvents,
  listIntents,
  listRefunds,
  retrieveCharge,
  retrieveEvent,
} from '../api/lists.js';
import {
  cancelIntent,
  captureIntent,
  confirmIntent,
  createIntent,
  retrieveIntent,
} from '../api/payment-intents.js';
import { createMethod, retrieveMethod } from '../api/payment-methods.js';
import { createRefund, retrieveRefund } from '../api/refunds.js';

export interface Route {
  method: 'GET' | 'POST';
  path: string;
  handler: Handler;
  /** A browser may call it with the publishable key. */
  forBrowsers?: true;
}

export const ROUTES: readonly Route[] = [
  { method: 'POST', path: '/payment_intents', handler: createIntent },
  { method: 'GET', path: '/payment_intents', handler: listIntents },
  { method: 'GET', path: '/payment_intents/:id', handler: retrieveIntent, forBrowsers: true },
  { method: 'POST', path: '/payment_intents/:id/confirm', handler: confirmIntent, forBrowsers: true },
  { method: 'POST', path: '/payment_intents/:id/capture', handler: captureIntent },
  { method: 'POST', path: '/payment_intents/:id/cancel', handler: cancelIntent },
  { method: 'POST', path: '/payment_methods', handler: createMethod, forBrowsers: true },
  { method: 'GET', path: '/payment_methods/:id', handler: retrieveMethod },
  { method: 'POST', path: '/refunds', handler: createRefund },
  { method: 'GET', path: '/refunds', handler: listRefunds },
  { method: 'GET', path: '/refunds/:id', handler: retrieveRefund },
  { method: 'GET', path: '/charges', handler: listCharges },
  { method: 'GET', path: '/charges/:id', handler: retrieveCharge },
  { method: 'GET', path: '/events', handler: listEvents },
  { method: 'GET', path: '/events/:id', handler: retrieveEvent },
];
