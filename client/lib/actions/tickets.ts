'use server';

import { refresh, revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { createTicket, updateTicket } from '../api';
import type { Result } from '../api/result';
import type { Ticket, TicketInput } from '../api/types';
import { forgetDraft, keepDraft } from '../draft';
import { readSeen, seenField } from '../hidden-fields';
import { newKey } from '../new-key';
import { offerText } from '../offer-text';
import { toSignIn } from '../page-data';
import { parsePrice } from '../parse-price';
import { requestLocale } from '../request-locale';
import { TICKET_FIELDS } from '../ticket-fields';
import * as words from '../words';
import { type FormState, type Refused, refused, said, type Sent, textOf, textsOf } from './form-state';
import { madeForAnother } from './made-for';

const { sell, edit } = words;

export async function createTicketAction(_before: FormState | undefined, form: FormData): Promise<FormState> {
  const hidden = textsOf(form, ['key']);
  return saveWith({
    page: '/tickets/new',
    form,
    hidden,
    save: (ticket) => createTicket(ticket, hidden.key),
    refuse: (failure, sent) =>
      failure.kind === 'reused'
        ? {
            ...said({ ...sent, hidden: { key: newKey() } }, sell.reused),
            link: { href: '/tickets/mine', text: sell.seeMine },
          }
        : refused(failure, sent, TICKET_FIELDS, sell.noAnswer),
  });
}

export async function updateTicketAction(_before: FormState | undefined, form: FormData): Promise<FormState> {
  const hidden = textsOf(form, ['id', 'tag', 'seen']);
  const { id, tag } = hidden;
  return saveWith({
    page: `/tickets/${id}/edit`,
    form,
    hidden,
    save: (ticket) => updateTicket(id, ticket, tag || undefined),
    refuse: async (failure, sent) => {
      if (failure.kind !== 'changed') return refused(failure, sent, TICKET_FIELDS, edit.noAnswer);
      const { ticket, tag = '' } = failure;
      // to save again is to replace what the message shows
      return said(
        { ...sent, hidden: { id, tag, ...seenField(ticket) } },
        await changedText(hidden.seen, ticket),
      );
    },
  });
}

interface Save {
  /** The path of the form's page. */
  page: string;
  form: FormData;
  /** The hidden fields that the form keeps. */
  hidden: Record<string, string>;
  save: (ticket: TicketInput) => Promise<Result<Ticket>>;
  refuse: (failure: Refused, sent: Sent) => FormState | Promise<FormState>;
}

async function saveWith({ page, form, hidden, save, refuse }: Save): Promise<FormState> {
  const values = textsOf(form, TICKET_FIELDS);
  const sent = { values, hidden };
  const another = await madeForAnother(form);
  if (another) {
    if (another.kind === 'said') refresh(); // the page then names the account that is signed in
    return said(sent, another.text);
  }
  const price = parsePrice(values.price, await requestLocale());
  // NaN becomes null in JSON, and the API then refuses it together with the other fields
  const result = await save({ ...values, price: 'dollars' in price ? price.dollars : NaN });
  if (result.ok) {
    await forgetDraft();
    revalidatePath(page); // who goes back to the form gets a new one, with a key or a tag of its own
    redirect(`/tickets/${result.value.id}`);
  }
  if (result.failure.kind === 'unauthorized') {
    await keepDraft({ page, account: textOf(form, 'account'), ...sent });
    return toSignIn(page);
  }
  const state = await refuse(result.failure, sent);
  if ('refusal' in price && state.fieldErrors.price) state.fieldErrors.price = price.refusal;
  return state;
}

async function changedText(seen: string, ticket: TicketInput): Promise<string> {
  const locale = await requestLocale();
  const [before, now] = [readSeen(seen), offerText(ticket, locale)];
  return before ? edit.changed(offerText(before, locale), now) : edit.changedNow(now);
}
