import type Stripe from 'stripe';
import { unexpectedState } from '../errors.js';
import { newId } from '../ids.js';

type Intent = Stripe.PaymentIntent;
type Status = Intent['status'];

export interface NewIntent {
  amount: number;
  currency: string;
  captureMethod: 'automatic' | 'automatic_async' | 'manual';
  allowedTypes: Intent['allowed_payment_method_types'];
  automaticMethods: Intent['automatic_payment_methods'];
  description: string | null;
  metadata: Record<string, string>;
  receiptEmail: string | null;
}

export function newIntent(input: NewIntent, now: Date): Intent {
  const id = newId('pi');
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: input.allowedTypes,
    amount: input.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: input.automaticMethods,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: input.captureMethod,
    client_secret: newId(`${id}_secret`, 25),
    confirmation_method: 'automatic',
    created: Math.floor(now.getTime() / 1000),
    currency: input.currency,
    customer: null,
    customer_account: null,
    description: input.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: input.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: input.receiptEmail,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_group: null,
  } satisfies Intent;
}

const CONFIRMABLE: readonly Status[] = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
];
const CANCELABLE: readonly Status[] = [...CONFIRMABLE, 'requires_capture', 'processing'];

/** @throws ApiError 400 payment_intent_unexpected_state, also in the functions below */
export function mustBeConfirmable(intent: Intent): void {
  if (CONFIRMABLE.includes(intent.status)) return;
  throw unexpectedState(
    intent.status === 'succeeded'
      ? 'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.'
      : `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent ` +
          'with one of the following statuses may be confirmed: requires_confirmation, requires_action.',
    intent,
  );
}

export function withMethod(intent: Intent, method: string): Intent {
  mustBeConfirmable(intent);
  return { ...intent, payment_method: method, next_action: null, status: 'requires_confirmation' };
}

export function awaitAction(intent: Intent, next_action: Stripe.PaymentIntent.NextAction): Intent {
  mustBeConfirmable(intent);
  return { ...intent, next_action, last_payment_error: null, status: 'requires_action' };
}

/** The bank gave the money: it is taken at once, or only reserved with `capture_method: manual`. */
export function approve(intent: Intent, charge: string): Intent {
  mustBeConfirmable(intent);
  const done = { ...intent, latest_charge: charge, next_action: null, last_payment_error: null };
  return intent.capture_method === 'manual'
    ? { ...done, amount_capturable: intent.amount, status: 'requires_capture' }
    : { ...done, amount_received: intent.amount, status: 'succeeded' };
}

/** The card was refused. The buyer may try another. `charge` is absent when the bank was not asked. */
export function refuse(
  intent: Intent,
  last_payment_error: Intent['last_payment_error'],
  charge?: string,
): Intent {
  mustBeConfirmable(intent);
  return {
    ...intent,
    last_payment_error,
    latest_charge: charge ?? intent.latest_charge,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  };
}

export function capture(intent: Intent, amount: number): Intent {
  if (intent.status !== 'requires_capture')
    throw unexpectedState(
      `This PaymentIntent could not be captured because it has a status of ${intent.status}. ` +
        'Only a PaymentIntent with one of the following statuses may be captured: requires_capture.',
      intent,
    );
  return { ...intent, amount_capturable: 0, amount_received: amount, status: 'succeeded' };
}

export function cancel(intent: Intent, reason: Intent['cancellation_reason'], now: Date): Intent {
  if (!CANCELABLE.includes(intent.status))
    throw unexpectedState(
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with ` +
        `one of the following statuses may be canceled: ${CANCELABLE.join(', ')}.`,
      intent,
    );
  return {
    ...intent,
    amount_capturable: 0,
    canceled_at: Math.floor(now.getTime() / 1000),
    cancellation_reason: reason,
    next_action: null,
    status: 'canceled',
  };
}
