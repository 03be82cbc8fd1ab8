import type Stripe from 'stripe';
import { invalidRequest, unexpectedState } from '../errors.js';
import { newCharge } from '../model/charge.js';
import { declineOf, type Decline } from '../model/declines.js';
import { approve, awaitAction, mustBeConfirmable, refuse, withMethod } from '../model/payment-intent.js';
import type { IntentRecord, MethodRecord } from '../model/records.js';
import { ok, type Answer, type Call } from './call.js';
import { nextAction } from './next-action.js';
import { readMethod } from './read-method.js';
import { readReturnUrl } from './return-url.js';
import { findIntent, saveCharge, saveIntent } from './save-intent.js';

export interface Confirmation {
  method: MethodRecord | undefined;
  returnUrl: string | undefined;
  /** The caller is a page script, which opens 3-D Secure itself. */
  bySdk: boolean;
}

/** Reads the parameters of a confirmation. Creating with `confirm: true` has the same ones. */
export function readConfirmation(call: Call): Confirmation {
  return {
    method: readMethod(call),
    returnUrl: readReturnUrl(call.params),
    bySdk: call.params.boolean('use_stripe_sdk') ?? false,
  };
}

/** Tries to pay with the card. The answer is 402 when the bank refuses it. */
export function confirm(call: Call, record: IntentRecord, confirmation: Confirmation): Answer {
  mustBeConfirmable(record.intent);
  const method = confirmation.method ?? attachedMethod(call, record);
  mustBeUnused(method);
  const intent = withMethod(record.intent, method.method.id);
  const { returnUrl } = confirmation;
  const attempt = { intent, attempt: record.attempt + 1, ...(returnUrl === undefined ? {} : { returnUrl }) };
  call.transaction.put('methods', method.method.id, method);
  if (!method.behaviour.authentication) return charge(call, attempt, method, false);
  const waiting = awaitAction(intent, nextAction(call.settings.url, attempt, confirmation));
  saveIntent(call, { ...attempt, intent: waiting }, 'payment_intent.requires_action');
  return ok(waiting);
}

/** Asks the bank for the money. */
function charge(call: Call, record: IntentRecord, method: MethodRecord, authenticated: boolean): Answer {
  const { intent } = record;
  const manual = intent.capture_method === 'manual';
  const decline = declineOf(method.behaviour.outcome);
  const lapsesAt = call.now.getTime() + call.settings.authorisationLastsMs;
  const held = manual && !decline ? { captureBefore: lapsesAt } : {};
  const made = newCharge(
    intent,
    method.method,
    { captured: !manual, decline, authenticated, ...held },
    call.now,
  );
  if (decline) return declineWith(call, record, method, decline, made);
  saveCharge(call, made, 'charge.succeeded');
  call.transaction.put('methods', method.method.id, { ...method, used: true });
  const approved = approve(intent, made.id);
  if (manual)
    saveIntent(call, { ...record, intent: approved, lapsesAt }, 'payment_intent.amount_capturable_updated');
  else saveIntent(call, { ...record, intent: approved }, 'payment_intent.succeeded');
  return ok(approved);
}

function declineWith(
  call: Call,
  record: IntentRecord,
  { method }: MethodRecord,
  decline: Decline,
  made: Stripe.Charge,
): Answer {
  const doc_url = `https://docs.stripe.com/error-codes/${decline.code.replaceAll('_', '-')}`;
  const error = { charge: made.id, ...decline, doc_url, payment_method: method, type: 'card_error' } as const;
  const intent = refuse(record.intent, error, made.id);
  saveCharge(call, made, 'charge.failed');
  saveIntent(call, { ...record, intent }, 'payment_intent.payment_failed');
  return { status: 402, body: { error: { ...error, payment_intent: intent } } };
}

/** Ends 3-D Secure. `attempt` is the confirmation that its page belongs to: a page of an older one has no effect. */
export function authenticate(call: Call, id: string, attempt: number, passed: boolean): Stripe.PaymentIntent {
  const record = findIntent(call, id);
  const { intent } = record;
  if (intent.status !== 'requires_action' || record.attempt !== attempt)
    throw unexpectedState('This PaymentIntent does not wait for this authentication.', intent);
  const method = attachedMethod(call, record);
  if (passed) charge(call, record, method, true);
  else
    saveIntent(
      call,
      { ...record, intent: refuse(intent, { ...AUTHENTICATION_FAILED, payment_method: method.method }) },
      'payment_intent.payment_failed',
    );
  return findIntent(call, id).intent;
}

const AUTHENTICATION_FAILED = {
  code: 'payment_intent_authentication_failure',
  doc_url: 'https://docs.stripe.com/error-codes/payment-intent-authentication-failure',
  message:
    'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod ' +
    'to attempt to fulfill this PaymentIntent again.',
  type: 'invalid_request_error',
} as const satisfies Stripe.PaymentIntent['last_payment_error'];

function attachedMethod({ transaction }: Call, { intent }: IntentRecord): MethodRecord {
  const id = intent.payment_method as string | null;
  const method = id === null ? undefined : transaction.get('methods', id);
  if (method) return method;
  throw unexpectedState(
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the " +
      'PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment ' +
      'method or ConfirmationToken.',
    intent,
  );
}

function mustBeUnused({ used }: MethodRecord): void {
  if (used)
    throw invalidRequest(
      'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a ' +
        'connected account without Customer attachment, or was detached from a Customer. It may not be used again. To ' +
        'use a PaymentMethod multiple times, you must attach it to a Customer first.',
      { code: 'payment_method_unexpected_state' },
    );
}
