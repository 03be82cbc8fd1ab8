import type Stripe from 'stripe';
import { missing } from '../errors.js';
import { ok, type Call, type Handler } from './call.js';
import { listPage, readPage } from './list.js';

export const listIntents: Handler = ({ params, transaction }) => {
  const page = readPage(params);
  params.refuseOthers();
  const intents = transaction.values('intents').map(({ intent }) => intent);
  return listPage(intents, page, { kind: 'payment_intent', url: '/v1/payment_intents' });
};

export const listCharges: Handler = (call) => {
  const page = readPage(call.params);
  const isOfPayment = readPayment(call);
  call.params.refuseOthers();
  const charges = call.transaction.values('charges').filter(isOfPayment);
  return listPage(charges, page, { kind: 'charge', url: '/v1/charges' });
};

export const retrieveCharge: Handler = ({ params, transaction }, id = '') => {
  params.refuseOthers();
  const charge = transaction.get('charges', id);
  if (!charge) throw missing('charge', id, 'id');
  return ok(charge);
};

export const listRefunds: Handler = (call) => {
  const page = readPage(call.params);
  const isOfPayment = readPayment(call);
  const charge = call.params.text('charge');
  call.params.refuseOthers();
  const refunds = call.transaction
    .values('refunds')
    .filter((refund) => isOfPayment(refund) && (charge === undefined || refund.charge === charge));
  return listPage(refunds, page, { kind: 'refund', url: '/v1/refunds' });
};

export const listEvents: Handler = (call) => {
  const page = readPage(call.params);
  const type = call.params.text('type');
  const types = call.params.texts('types');
  call.params.refuseOthers();
  const wanted = (event: Stripe.Event) =>
    (type === undefined || matches(event.type, type)) && (types.length === 0 || types.includes(event.type));
  return listPage(call.transaction.values('events').filter(wanted), page, {
    kind: 'event',
    url: '/v1/events',
  });
};

export const retrieveEvent: Handler = ({ params, transaction }, id = '') => {
  params.refuseOthers();
  const event = transaction.get('events', id);
  if (!event) throw missing('event', id, 'id');
  return ok(event);
};

/** `charge.*` stands for all events of charges. */
function matches(type: string, wanted: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}

function readPayment({ params, transaction }: Call) {
  const id = params.text('payment_intent');
  if (id !== undefined && !transaction.get('intents', id))
    throw missing('payment_intent', id, 'payment_intent');
  return ({ payment_intent }: Pick<Stripe.Charge, 'payment_intent'>) =>
    id === undefined || payment_intent === id;
}
