import type { Field } from '@/components/action-form';
import { words } from './words';

/** The fields of a form that lists or edits a ticket. */
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
