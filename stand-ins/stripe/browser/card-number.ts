/** Rules of card numbers. The server and the card form in the browser both use them, so this file imports nothing. */

export type Brand = 'visa' | 'mastercard' | 'amex' | 'discover' | 'unknown';

export function brandOf(digits: string): Brand {
  if (digits.startsWith('4')) return 'visa';
  if (/^(5[1-5]|2[2-7])/.test(digits)) return 'mastercard';
  if (/^3[47]/.test(digits)) return 'amex';
  return /^6[045]/.test(digits) ? 'discover' : 'unknown';
}

/** Only American Express has 15 digits in the number and 4 in the security code. */
export function numberLength(digits: string): number {
  return brandOf(digits) === 'amex' ? 15 : 16;
}

export function cvcLength(digits: string): number {
  return brandOf(digits) === 'amex' ? 4 : 3;
}

/** The check digit of card numbers: ISO/IEC 7812-1. */
export function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, letter, index) => {
    const digit = Number(letter) * (index % 2 === 0 ? 1 : 2);
    return total + (digit > 9 ? digit - 9 : digit);
  }, 0);
  return sum % 10 === 0;
}

/** The last two digits of a year mean one of this century. */
export function fullYear(year: number): number {
  return year >= 0 && year < 100 ? 2000 + year : year;
}
