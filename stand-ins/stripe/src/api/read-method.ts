import type Stripe from 'stripe';
import { invalidRequest, missing } from '../errors.js';
import { fullYear } from '#card-number';
import { methodOfCard, methodOfToken } from '../model/payment-method.js';
import type { MethodRecord } from '../model/records.js';
import type { Call } from './call.js';
import type { Params } from './params.js';

/** Reads `payment_method` or `payment_method_data`. Returns undefined when the request has neither. */
export function readMethod({ params, transaction, now }: Call): MethodRecord | undefined {
  const id = params.text('payment_method');
  const data = params.nested('payment_method_data');
  if (id !== undefined && data)
    throw invalidRequest(
      'You may only specify one of these parameters: payment_method, payment_method_data.',
    );
  if (data) return readMethodData(data, now);
  if (id === undefined) return undefined;
  const method = transaction.get('methods', id) ?? methodOfToken(id, now);
  if (!method) throw missing('PaymentMethod', id, 'payment_method');
  return method;
}

/** Reads the data of a new PaymentMethod: the browser sends those of the card, with the publishable key only. */
export function readMethodData(params: Params, now: Date): MethodRecord {
  params.requiredText('type');
  params.oneOf('type', ['card']);
  params.oneOf('allow_redisplay', ['always', 'limited', 'unspecified']);
  const billing = readBilling(params.nested('billing_details'));
  const card = params.nested('card');
  params.refuseOthers();
  if (!card)
    throw invalidRequest('Missing required param: card.', { code: 'parameter_missing', param: 'card' });
  const input = {
    number: card.requiredText('number'),
    expMonth: card.requiredInteger('exp_month'),
    expYear: fullYear(card.requiredInteger('exp_year')),
    cvc: card.text('cvc'),
  };
  card.refuseOthers();
  return methodOfCard(input, billing, now);
}

function readBilling(params: Params | undefined): Partial<Stripe.PaymentMethod.BillingDetails> {
  if (!params) return {};
  const billing = {
    email: params.text('email') ?? null,
    name: params.text('name') ?? null,
    phone: params.text('phone') ?? null,
  };
  const address = params.nested('address');
  params.refuseOthers();
  if (!address) return billing;
  const line = (name: string) => address.text(name) ?? null;
  const read = {
    city: line('city'),
    country: line('country'),
    line1: line('line1'),
    line2: line('line2'),
    postal_code: line('postal_code'),
    state: line('state'),
  };
  address.refuseOthers();
  return { ...billing, address: read };
}
