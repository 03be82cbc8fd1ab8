'use server';

import { redirect } from 'next/navigation';
import { cancelOrder, getTicket, placeOrder } from '../api';
import { toSignIn } from '../load';
import { words } from '../words';
import { noteGivenUp } from '../visitor';
import { errorsOf } from './form-state';

/** Why there is no order, in kind words. */
export interface Refusal {
  title: string;
  text: string;
  /** Trying again would not help. */
  final?: boolean;
}

export async function reserveAction(ticketId: string): Promise<Refusal> {
  const result = await placeOrder(ticketId);
  if (result.ok) redirect(`/orders/${result.value.id}`);
  const { failure } = result;
  if (failure.kind === 'unauthorized') return toSignIn(`/tickets/${ticketId}`);
  const ticket = await getTicket(ticketId);
  const { ticket: texts, down } = words;
  // a new ticket takes a moment to become known to the orders service
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
    await noteGivenUp(id);
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
