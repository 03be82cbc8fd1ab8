import { cardError } from '../errors.js';
import { cvcLength, passesLuhn } from '#card-number';

export interface CardInput {
  number: string;
  expMonth: number;
  expYear: number;
  cvc: string | undefined;
}

/**
 * Checks the data of a card as Stripe does before it asks the bank. Returns the digits of the number.
 * @throws ApiError 402 with Stripe's code and param
 */
export function checkCard({ number, expMonth, expYear, cvc }: CardInput, now: Date): string {
  const digits = number.replaceAll(/[\s-]/g, '');
  if (!/^\d{12,19}$/.test(digits))
    throw cardError('The card number is not a valid credit card number.', 'invalid_number', 'number');
  if (!passesLuhn(digits)) throw cardError('Your card number is incorrect.', 'incorrect_number', 'number');
  const thisYear = now.getUTCFullYear();
  const thisMonth = now.getUTCMonth() + 1;
  if (expMonth < 1 || expMonth > 12 || (expYear === thisYear && expMonth < thisMonth))
    throw cardError("Your card's expiration month is invalid.", 'invalid_expiry_month', 'exp_month');
  if (expYear < thisYear || expYear > thisYear + 50)
    throw cardError("Your card's expiration year is invalid.", 'invalid_expiry_year', 'exp_year');
  if (cvc !== undefined && !(/^\d+$/.test(cvc) && cvc.length === cvcLength(digits)))
    throw cardError("Your card's security code is invalid.", 'invalid_cvc', 'cvc');
  return digits;
}
