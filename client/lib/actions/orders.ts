'use server';

import { redirect } from 'next/navigation';
import { cancelOrder, getTicket, placeOrder } from '../api';
import { noteCancelledOrder } from '../cancelled-orders';
import { toSignIn } from '../page-data';
import * as words from '../words';
import { errorsOf } from './form-state';

/** The reason why an action did not succeed, as the visitor reads it. */
export interface Refusal {
  title: string;
  text: string;
  /** Another attempt would not help. */
  final?: boolean;
}

export async function reserveAction(ticketId: string): Promise<Refusal> {
  const result = await placeOrder(ticketId);
  if (result.ok) redirect(`/orders/${result.value.id}`);
  const { failure } = result;
  if (failure.kind === 'unauthorized') return toSignIn(`/tickets/${ticketId}`);
  const ticket = await getTicket(ticketId);
  const { ticket: texts, down } = words;
  // the orders service learns of a new ticket a moment later than the tickets service
  if (failure.kind === 'notFound' && ticket.ok)
    return { title: texts.notReadyTitle, text: texts.notReadyText };
  if (failure.kind === 'refused') return { title: texts.soldTitle, text: texts.soldText, final: true };
  return {
    title: down.title,
    text: errorsOf(failure)
      .map(({ message }) => message)
      .join(' '),
  };
}

export async function cancelOrderAction(id: string): Promise<Refusal> {
  const result = await cancelOrder(id);
  if (result.ok) {
    await noteCancelledOrder(id);
    redirect(`/orders/${id}`);
  }
  const { failure } = result;
  if (failure.kind === 'unauthorized') return toSignIn(`/orders/${id}`);
  return {
    title: words.form.problem,
    text: errorsOf(failure)
      .map(({ message }) => message)
      .join(' '),
  };
}
