import { TITLE } from '@ticketing/common/text';
import type { Field } from '@/components/action-form';
import type { TicketInput } from './api/types';
import { typedPrice } from './money';
import * as words from './words';

const { form } = words;

// a browser counts UTF-16 units, of which every title has fewer than bytes; the API counts what a person sees
const FIELDS: Record<keyof TicketInput, Omit<Field, 'name' | 'value'>> = {
  title: { label: form.title, hint: form.titleHint, maxLength: TITLE.maxBytes },
  price: { label: form.price, hint: form.priceHint, inputMode: 'decimal', autoComplete: 'off' },
};

/** The names of the fields, in the order in which the form shows them. */
export const TICKET_FIELDS = Object.keys(FIELDS) as (keyof TicketInput)[];

/**
 * The fields of the forms that list and edit a ticket. With a `ticket`, the form begins with its values, as people of
 * `locale` type them.
 */
export function ticketFields(ticket?: TicketInput, locale = 'en-US'): Field[] {
  const values = ticket && { title: ticket.title, price: typedPrice(ticket.price, locale) };
  return TICKET_FIELDS.map((name) => ({ ...FIELDS[name], name, value: values?.[name] }));
}
