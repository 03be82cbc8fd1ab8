import { notSupported } from '../errors.js';

/**
 * Makes a date from its milliseconds since 1970. JavaScript has no date beyond ±8.64e15, and MongoDB has. Such a date is
 * refused, because it would be compared and written as another one.
 */
export function dateOf(milliseconds: bigint): Date {
  const date = new Date(Number(milliseconds));
  if (Number.isNaN(date.getTime())) throw notSupported('a date of more than 8.64e15 ms from 1970');
  return date;
}
