import { onlyDigits } from './card-format.js';

/** Shows `format(value)` in a field and keeps the caret after the same digit. */
export function reformat(input: HTMLInputElement, format: (text: string) => string): void {
  const formatted = format(input.value);
  if (formatted === input.value) return;
  const caret = input.selectionStart ?? input.value.length;
  const isAtEnd = caret === input.value.length;
  const before = onlyDigits(input.value.slice(0, caret)).length;
  input.value = formatted;
  if (isAtEnd) return;
  let position = 0;
  for (let seen = 0; position < formatted.length && seen < before; position++)
    if (/\d/.test(formatted[position] ?? '')) seen++;
  input.setSelectionRange(position, position);
}
