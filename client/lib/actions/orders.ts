'use server';

import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { cancelOrder, getTicket, placeOrder } from '../api';
import type { TicketInput } from '../api/types';
import { readSeen } from '../hidden-fields';
import { toSignIn } from '../page-data';
import type { Refusal } from '../refusal';
import { offerText } from '../offer-text';
import { requestLocale } from '../request-locale';
import * as words from '../words';
import { errorText, type Refused, textOf } from './form-state';
import { madeForAnother } from './made-for';

const { ticket: texts, busy, down, form: formTexts } = words;

/** The API's words for a ticket that an order of somebody else holds. */
const ALREADY_RESERVED = 'Ticket is already reserved';

export async function reserveAction(_before: Refusal | undefined, form: FormData): Promise<Refusal> {
  const another = await madeForAnother(form);
  if (another) return another.kind === 'said' ? onFreshPage(another) : another;
  const [id, seen] = [textOf(form, 'id'), readSeen(textOf(form, 'seen'))];
  const result = await placeOrder(id, seen);
  if (result.ok) redirect(`/orders/${result.value.id}`);
  const { failure } = result;
  switch (failure.kind) {
    case 'unauthorized':
      return toSignIn(`/tickets/${id}`);
    case 'busy':
      return { kind: 'retry', title: busy.title, text: busy.nothingDone };
    case 'down':
      return { kind: 'retry', title: down.title, text: texts.noAnswer };
    default:
      return onFreshPage(await refusalOf(failure, id, seen));
  }
}

export async function cancelOrderAction(_before: Refusal | undefined, form: FormData): Promise<Refusal> {
  const another = await madeForAnother(form);
  if (another) return another; // the page of somebody else's order would have no place for these words
  const id = textOf(form, 'id');
  const result = await cancelOrder(id);
  if (result.ok) redirect(`/orders/${id}`); // the page says whether this came before the end of the time
  const { failure } = result;
  switch (failure.kind) {
    case 'unauthorized':
      return toSignIn(`/orders/${id}`);
    case 'busy':
      return { kind: 'retry', title: busy.title, text: busy.nothingDone };
    case 'down':
      return { kind: 'retry', title: down.title, text: words.order.noAnswer };
    default:
      return onFreshPage({ kind: 'retry', title: formTexts.problem, text: errorText(failure) });
  }
}

/** The page below the refusal shows the ticket and the account as they are now. */
function onFreshPage(refusal: Refusal): Refusal {
  refresh();
  return refusal;
}

async function refusalOf(failure: Refused, id: string, seen: TicketInput | undefined): Promise<Refusal> {
  const found = await getTicket(id);
  const ticket = found.ok ? found.value : undefined;
  if (failure.kind === 'changed') return changed(failure.ticket, ticket, seen);
  // the orders service learns of a new ticket a moment later than the tickets service
  if (failure.kind === 'notFound' && ticket)
    return { kind: 'retry', title: texts.notReadyTitle, text: texts.notReadyText };
  if (failure.kind === 'refused' && failure.errors.some(({ message }) => message === ALREADY_RESERVED))
    return {
      // without the ticket's version nobody could tell when it is on sale again
      kind: ticket ? 'taken' : 'retry',
      title: texts.soldTitle,
      text: texts.soldText,
      version: ticket?.version,
    };
  return { kind: 'retry', title: formTexts.problem, text: errorText(failure) };
}

/** The orders service knows the ticket as `known`. Usually the page shows the `latest` state of it, which is the same. */
async function changed(
  known: TicketInput,
  latest: TicketInput | undefined,
  seen: TicketInput | undefined,
): Promise<Refusal> {
  const isSeen = latest && latest.title === seen?.title && latest.price === seen.price;
  if (isSeen) return { kind: 'retry', title: texts.notReadyTitle, text: texts.behindText };
  const locale = await requestLocale();
  const [was, now] = [seen && offerText(seen, locale), offerText(latest ?? known, locale)];
  const title = texts.changedTitle;
  // a page that was made anew shows by itself what the ticket is now
  if (was !== undefined && latest) return { kind: 'changed', title, text: texts.changedWas(was), was };
  return { kind: 'said', title, text: [was && texts.changedWas(was), texts.changedNow(now)].join(' ') };
}
