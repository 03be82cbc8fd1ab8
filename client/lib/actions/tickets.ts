'use server';

import { redirect } from 'next/navigation';
import { createTicket, updateTicket } from '../api';
import type { Result } from '../api/result';
import type { Ticket, TicketInput } from '../api/types';
import { toSignIn } from '../page-data';
import { parsePrice } from '../parse-price';
import { requestLocale } from '../request-locale';
import { TICKET_FIELDS } from '../ticket-fields';
import { type FormState, refused, textsOf } from './form-state';

export async function createTicketAction(_before: FormState | undefined, form: FormData): Promise<FormState> {
  return saveWith('/tickets/new', form, createTicket);
}

export async function updateTicketAction(
  id: string,
  _before: FormState | undefined,
  form: FormData,
): Promise<FormState> {
  return saveWith(`/tickets/${id}/edit`, form, (ticket) => updateTicket(id, ticket));
}

async function saveWith(
  page: string,
  form: FormData,
  save: (ticket: TicketInput) => Promise<Result<Ticket>>,
): Promise<FormState> {
  const values = textsOf(form, TICKET_FIELDS);
  const price = parsePrice(values.price, await requestLocale());
  // NaN becomes null in JSON, and the API then refuses it together with the other fields
  const result = await save({ ...values, price: 'dollars' in price ? price.dollars : NaN });
  if (result.ok) redirect(`/tickets/${result.value.id}`);
  if (result.failure.kind === 'unauthorized') return toSignIn(page);
  const state = refused(result.failure, values, TICKET_FIELDS);
  if ('refusal' in price && state.fieldErrors.price) state.fieldErrors.price = price.refusal;
  return state;
}
