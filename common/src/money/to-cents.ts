/** The currency of all prices (ISO 4217, in lower case as Stripe writes it). */
export const CURRENCY = 'usd';

/**
 * The cents of a price in dollars: 19.99 is 1999. The decimal text of the number is read, because `19.99 * 100` is
 * 1998.9999999999998.
 * @param dollars 0 or more, with at most two decimals.
 * @returns a whole number of cents.
 * @throws {RangeError} for any other number. Nobody can pay a part of a cent.
 */
export function toCents(dollars: number): number {
  const [, whole = '', decimals = ''] = /^(\d+)(?:\.(\d{1,2}))?$/.exec(String(dollars)) ?? [];
  const cents = Number(whole + decimals.padEnd(2, '0'));
  if (whole === '' || !Number.isSafeInteger(cents)) {
    throw new RangeError(`${dollars} is not a number of dollars with at most two decimals`);
  }
  return cents;
}
