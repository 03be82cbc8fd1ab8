import type { Field } from '@/components/action-form';
import * as words from './words';

/** The fields of the forms that list and edit a ticket. */
export function ticketFields(values: { title?: string; price?: string } = {}): Field[] {
  const { form } = words;
  return [
    { name: 'title', label: form.title, hint: form.titleHint, maxLength: 200, value: values.title },
    {
      name: 'price',
      label: form.price,
      hint: form.priceHint,
      inputMode: 'decimal',
      autoComplete: 'off',
      value: values.price,
    },
  ];
}
