import { invalidRequest } from '../errors.js';
import { captureCharge, releaseCharge } from '../model/charge.js';
import { cancel, capture, newIntent, withMethod, type NewIntent } from '../model/payment-intent.js';
import type { IntentRecord } from '../model/records.js';
import { ok, type Call, type Handler } from './call.js';
import { confirm, readConfirmation } from './confirm.js';
import { checkSecret, publicFields } from './publishable.js';
import type { Params } from './params.js';
import { readAmount } from './read-amount.js';
import { findIntent, saveCharge, saveIntent } from './save-intent.js';

const CAPTURE_METHODS = ['automatic', 'automatic_async', 'manual'] as const;
const CANCEL_REASONS = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'] as const;

export const createIntent: Handler = (call) => {
  const { params } = call;
  const input = readNewIntent(call);
  const confirmed = params.boolean('confirm') ?? false;
  const confirmation = readConfirmation(call);
  params.refuseOthers();
  const record: IntentRecord = { intent: newIntent(input, call.now), attempt: 0 };
  if (!confirmed && confirmation.method) {
    const { method } = confirmation.method;
    call.transaction.put('methods', method.id, confirmation.method);
    record.intent = withMethod(record.intent, method.id);
  }
  saveIntent(call, record, 'payment_intent.created');
  return confirmed ? confirm(call, record, confirmation) : ok(record.intent);
};

export const retrieveIntent: Handler = (call, id = '') => {
  const secret = call.params.text('client_secret');
  call.params.refuseOthers();
  const { intent } = findIntent(call, id);
  checkSecret(call, intent, secret);
  return ok(call.caller === 'secret' ? intent : publicFields(intent));
};

export const confirmIntent: Handler = (call, id = '') => {
  const secret = call.params.text('client_secret');
  const record = findIntent(call, id);
  checkSecret(call, record.intent, secret);
  const confirmation = readConfirmation(call);
  call.params.refuseOthers();
  return confirm(call, record, confirmation);
};

export const captureIntent: Handler = (call, id = '') => {
  const { params } = call;
  const amount = params.integer('amount_to_capture');
  params.boolean('final_capture');
  params.refuseOthers();
  const record = findIntent(call, id);
  const { intent, attempt } = record;
  const captured = capture(intent, amount ?? intent.amount_capturable);
  if (amount !== undefined && (amount < 1 || amount > intent.amount_capturable))
    throw invalidRequest(
      `The amount_to_capture must be at least 1 and at most the amount_capturable of ${intent.amount_capturable}.`,
      { code: 'amount_too_large', param: 'amount_to_capture' },
    );
  saveCharge(call, captureCharge(chargeOf(call, record), captured.amount_received), 'charge.captured');
  saveIntent(call, { intent: captured, attempt }, 'payment_intent.succeeded');
  return ok(captured);
};

export const cancelIntent: Handler = (call, id = '') => {
  const reason = call.params.oneOf('cancellation_reason', CANCEL_REASONS) ?? null;
  call.params.refuseOthers();
  return ok(release(call, findIntent(call, id), reason));
};

/** An authorisation that was not captured in time lapses. */
export function lapse(call: Call, record: IntentRecord): void {
  release(call, record, 'automatic');
}

function release(call: Call, record: IntentRecord, reason: IntentRecord['intent']['cancellation_reason']) {
  const { intent, attempt } = record;
  const canceled = cancel(intent, reason, call.now);
  if (intent.status === 'requires_capture')
    saveCharge(
      call,
      releaseCharge(chargeOf(call, record)),
      reason === 'automatic' ? 'charge.expired' : 'charge.refunded',
    );
  saveIntent(call, { intent: canceled, attempt }, 'payment_intent.canceled');
  return canceled;
}

function chargeOf({ transaction }: Call, { intent }: IntentRecord) {
  const charge = transaction.get('charges', intent.latest_charge as string);
  if (!charge) throw new Error(`${intent.id} has no charge`);
  return charge;
}

function readNewIntent({ params }: Call): NewIntent {
  const amount = readAmount(params);
  const automatic = params.nested('automatic_payment_methods');
  const enabled = automatic?.boolean('enabled') ?? false;
  const allow_redirects = automatic?.oneOf('allow_redirects', ['always', 'never']) ?? 'always';
  automatic?.refuseOthers();
  const allowedTypes = readAllowedTypes(params);
  params.oneOf('confirmation_method', ['automatic']);
  return {
    ...amount,
    captureMethod: params.oneOf('capture_method', CAPTURE_METHODS) ?? 'automatic_async',
    allowedTypes,
    automaticMethods: enabled ? { enabled, allow_redirects } : null,
    description: params.text('description') ?? null,
    metadata: params.record('metadata'),
    receiptEmail: params.text('receipt_email') ?? null,
  };
}

/** Older versions of the API call it `payment_method_types`. */
function readAllowedTypes(params: Params): string[] | null {
  const types = params.texts('allowed_payment_method_types');
  const other = types.find((type) => type !== 'card');
  if (other === undefined) return types.length === 0 ? null : types;
  throw invalidRequest(
    `The payment method type "${other}" is invalid: the stand-in for Stripe has only cards.`,
    {
      param: 'allowed_payment_method_types',
    },
  );
}
