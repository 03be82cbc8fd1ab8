import { brandOf, cvcLength, numberLength } from './card-number.js';

export const onlyDigits = (text: string): string => text.replaceAll(/\D/g, '');

/** `4242424242424242` becomes `4242 4242 4242 4242`, and a number of American Express `3782 822463 10005`. */
export function formatNumber(text: string): string {
  const digits = onlyDigits(text).slice(0, numberLength(onlyDigits(text)));
  const groups =
    brandOf(digits) === 'amex'
      ? /^(\d{1,4})(\d{1,6})?(\d{1,5})?$/
      : /^(\d{1,4})(\d{1,4})?(\d{1,4})?(\d{1,4})?$/;
  return (groups.exec(digits) ?? []).slice(1).filter(Boolean).join(' ');
}

/** `1234` becomes `12 / 34`, `3` becomes `03`, and `12/2034` becomes `12 / 34`. */
export function formatExpiry(text: string): string {
  const [first = '', rest] = text.split(/[/\s-]+/, 2).map(onlyDigits);
  if (rest !== undefined && rest !== '') return `${first.padStart(2, '0').slice(0, 2)} / ${rest.slice(-2)}`;
  const digits = /^[2-9]$/.test(first) ? `0${first}` : first;
  const year = digits.length > 4 ? digits.slice(4, 6) : digits.slice(2);
  return digits.length > 2 ? `${digits.slice(0, 2)} / ${year}` : digits;
}

export function formatCvc(text: string, number: string): string {
  return onlyDigits(text).slice(0, cvcLength(onlyDigits(number)));
}
