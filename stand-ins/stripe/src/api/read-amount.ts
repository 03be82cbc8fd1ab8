import { invalidRequest } from '../errors.js';
import type { Params } from './params.js';

/** The least and the most that a card can be charged, in cents. Source: docs.stripe.com/currencies. */
const LEAST = 50;
const MOST = 99_999_999;

/** @throws ApiError 400 for an amount that cannot be charged, and for every currency but `usd` */
export function readAmount(params: Params): { amount: number; currency: string } {
  const amount = params.requiredInteger('amount');
  const currency = params.requiredText('currency').toLowerCase();
  if (currency !== 'usd')
    throw invalidRequest(
      `Invalid currency: ${currency}. The stand-in for Stripe currently supports these currencies: usd`,
      {
        param: 'currency',
      },
    );
  if (amount < 1)
    throw invalidRequest('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount',
    });
  if (amount < LEAST)
    throw invalidRequest('Amount must be at least $0.50 usd', { code: 'amount_too_small', param: 'amount' });
  if (amount > MOST)
    throw invalidRequest('Amount must be no more than $999,999.99', {
      code: 'amount_too_large',
      param: 'amount',
    });
  return { amount, currency };
}
