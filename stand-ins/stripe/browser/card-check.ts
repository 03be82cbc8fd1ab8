import { cvcLength, fullYear, numberLength, passesLuhn } from './card-number.js';
import { onlyDigits } from './card-format.js';

export interface Typed {
  number: string;
  exp: string;
  cvc: string;
}

export type Field = keyof Typed;

export interface Mistake {
  field: Field;
  /** Stripe's code. */
  code: string;
  message: string;
}

const mistake = (field: Field, code: string, message: string): Mistake => ({ field, code, message });

/** The first mistake in each field, with the codes and the words of Stripe's script. */
export function mistakes(typed: Typed, now = new Date()): Mistake[] {
  return [numberMistake(typed), expiryMistake(typed, now), cvcMistake(typed)].filter(
    (found) => found !== undefined,
  );
}

function numberMistake({ number }: Typed): Mistake | undefined {
  const digits = onlyDigits(number);
  if (digits.length < numberLength(digits))
    return mistake('number', 'incomplete_number', 'Your card number is incomplete.');
  return passesLuhn(digits) ? undefined : mistake('number', 'invalid_number', 'Your card number is invalid.');
}

function expiryMistake({ exp }: Typed, now: Date): Mistake | undefined {
  const [month, year] = readExpiry(exp);
  if (month === undefined || year === undefined)
    return mistake('exp', 'incomplete_expiry', "Your card's expiration date is incomplete.");
  if (month < 1 || month > 12 || year > now.getFullYear() + 50)
    return mistake('exp', 'invalid_expiry', "Your card's expiration date is invalid.");
  if (year < now.getFullYear())
    return mistake('exp', 'invalid_expiry_year_past', "Your card's expiration year is in the past.");
  if (year === now.getFullYear() && month < now.getMonth() + 1)
    return mistake('exp', 'invalid_expiry_month_past', "Your card's expiration date is in the past.");
  return undefined;
}

function cvcMistake({ cvc, number }: Typed): Mistake | undefined {
  if (cvc.length >= cvcLength(onlyDigits(number))) return undefined;
  return mistake('cvc', 'incomplete_cvc', "Your card's security code is incomplete.");
}

/** Returns the month and the full year, as far as they are complete. */
export function readExpiry(exp: string): [month: number | undefined, year: number | undefined] {
  const [, month, year] = /^(\d\d) \/ (\d\d)$/.exec(exp) ?? [];
  return [
    month === undefined ? undefined : Number(month),
    year === undefined ? undefined : fullYear(Number(year)),
  ];
}
