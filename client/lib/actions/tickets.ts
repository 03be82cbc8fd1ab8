'use server';

import { redirect } from 'next/navigation';
import { createTicket, updateTicket } from '../api';
import type { Result } from '../api/result';
import type { Ticket } from '../api/types';
import { parsePrice } from '../money';
import { toSignIn } from '../page-data';
import { type FormState, refused, textOf } from './form-state';

const FIELDS = ['title', 'price'];

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
  save: (ticket: { title: string; price: number }) => Promise<Result<Ticket>>,
): Promise<FormState> {
  const values = { title: textOf(form, 'title'), price: textOf(form, 'price') };
  // NaN becomes null in JSON, and the API then says which prices it takes
  const result = await save({ title: values.title, price: parsePrice(values.price) });
  if (result.ok) redirect(`/tickets/${result.value.id}`);
  if (result.failure.kind === 'unauthorized') return toSignIn(page);
  return refused(result.failure, values, FIELDS);
}
