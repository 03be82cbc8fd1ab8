import type Stripe from 'stripe';
import { ApiError, invalidRequest, missing } from '../errors.js';
import { newId } from '../ids.js';
import { refundCharge } from '../model/charge.js';
import { ok, type Call, type Handler } from './call.js';
import { emit } from './emit.js';
import { findIntent, saveCharge } from './save-intent.js';

const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;

export const createRefund: Handler = (call) => {
  const { params } = call;
  const payment = params.text('payment_intent');
  const charge = params.text('charge');
  const amount = params.integer('amount');
  const reason = params.oneOf('reason', REASONS) ?? null;
  const metadata = params.record('metadata');
  params.refuseOthers();
  const refunded = findCharge(call, payment, charge);
  const left = refunded.amount_captured - alreadyRefunded(refunded);
  const refund = newRefund(refunded, refundable(refunded, left, amount), { reason, metadata }, call.now);
  saveCharge(call, refundCharge(refunded, refund.amount), 'charge.refunded');
  call.transaction.put('refunds', refund.id, refund);
  emit(call, 'refund.created', refund);
  return ok(refund);
};

export const retrieveRefund: Handler = ({ params, transaction }, id = '') => {
  params.refuseOthers();
  const refund = transaction.get('refunds', id);
  if (!refund) throw missing('refund', id, 'id');
  return ok(refund);
};

function findCharge(call: Call, payment: string | undefined, id: string | undefined): Stripe.Charge {
  if ((payment === undefined) === (id === undefined))
    throw invalidRequest(
      'One of the following params should be provided for this request: payment_intent or charge.',
    );
  if (id !== undefined) {
    const charge = call.transaction.get('charges', id);
    if (!charge) throw missing('charge', id, 'charge');
    return charge;
  }
  const { intent } = findIntent(call, payment ?? '');
  const charge =
    intent.status === 'succeeded'
      ? call.transaction.get('charges', intent.latest_charge as string)
      : undefined;
  if (charge) return charge;
  throw invalidRequest(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
}

/** `amount_refunded` also counts what a partial capture released. That was never taken. */
function alreadyRefunded({ amount, amount_captured, amount_refunded }: Stripe.Charge): number {
  return amount_refunded - (amount - amount_captured);
}

/** Returns the amount of the refund in cents: all that is left unless the request names less. */
function refundable(charge: Stripe.Charge, left: number, amount: number | undefined): number {
  if (!charge.captured) throw ran(`Charge ${charge.id} has not been captured.`, 'charge_not_refundable');
  if (left === 0) throw ran(`Charge ${charge.id} has already been refunded.`, 'charge_already_refunded');
  if (amount !== undefined && amount < 1)
    throw invalidRequest('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount',
    });
  if (amount !== undefined && amount > left)
    throw ran(
      `Refund amount (${dollars(amount)}) is greater than unrefunded amount on charge (${dollars(left)})`,
    );
  return amount ?? left;
}

const dollars = (cents: number) => `$${(cents / 100).toFixed(2)}`;

function ran(message: string, code?: string): ApiError {
  const body = { type: 'invalid_request_error', message, ...(code === undefined ? {} : { code }) } as const;
  return new ApiError(400, body, true);
}

function newRefund(
  charge: Stripe.Charge,
  amount: number,
  { reason, metadata }: Pick<Stripe.Refund, 'reason' | 'metadata'>,
  now: Date,
): Stripe.Refund {
  return {
    id: newId('re'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: Math.floor(now.getTime() / 1000),
    currency: charge.currency,
    customer: null,
    customer_account: null,
    destination_details: {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  } satisfies Stripe.Refund;
}
