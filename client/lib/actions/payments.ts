'use server';

import { refresh } from 'next/cache';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { createPayment, paymentsConfig } from '../api';
import { toSignIn } from '../page-data';
import { hostedFormUrl } from '../paying/hosted-form-url';
import type { PayState } from '../paying/pay-state';
import type { Refusal } from '../refusal';
import * as words from '../words';
import { errorText, type Refused, textOf } from './form-state';
import { madeForAnother } from './made-for';

const { pay: texts } = words;

/**
 * Begins to pay for an order, or goes on with a payment that has been begun. With JavaScript, the card form opens in the
 * page. Without it, the stand-in for Stripe has a page of its own, and Stripe has none.
 */
export async function payAction(_before: PayState | undefined, form: FormData): Promise<PayState> {
  const another = await madeForAnother(form);
  if (another) return { refusal: another };
  const id = textOf(form, 'id');
  const [begun, config] = await Promise.all([createPayment(id), paymentsConfig()]);
  if (!begun.ok)
    return begun.failure.kind === 'unauthorized' ? toSignIn(`/orders/${id}`) : refusedState(begun.failure);
  const { id: paymentId, status, clientSecret } = begun.value;
  if (status !== 'open') redirect(`/orders/${id}`); // the page says how the payment stands
  if (!config.ok || !clientSecret) return refusedState({ kind: 'down' });
  const { apiUrl, publishableKey, scriptUrl, standIn } = config.value;
  const visitor = await headers();
  if (visitor.has('next-action'))
    return { open: { paymentId, clientSecret, publishableKey, scriptUrl, standIn } };
  if (!standIn) return { refusal: { kind: 'retry', title: texts.scriptTitle, text: texts.scriptText } };
  // the proxy has checked that this is the origin of the site
  redirect(
    hostedFormUrl(apiUrl, { clientSecret, origin: visitor.get('origin') ?? '', orderId: id, paymentId }),
  );
}

function refusedState(failure: Refused): PayState {
  if (failure.kind === 'busy')
    return { refusal: { kind: 'retry', title: words.busy.title, text: words.busy.nothingDone }, kept: true };
  if (failure.kind === 'down')
    return { refusal: { kind: 'retry', title: texts.downTitle, text: texts.downText }, kept: true };
  return { refusal: onFreshPage(refusalOf(failure)) };
}

function refusalOf(failure: Refused): Refusal {
  return failure.kind === 'notFound'
    ? { kind: 'retry', title: texts.notReadyTitle, text: texts.notReadyText }
    : { kind: 'retry', title: texts.refusedTitle, text: errorText(failure) };
}

/** The page below the refusal shows the order as it is now. */
function onFreshPage(refusal: Refusal): Refusal {
  refresh();
  return refusal;
}
