import { TooFarAheadError } from '../events/too-far-ahead.js';
import { UnprocessableMessageError } from './errors.js';

/** The codes of a MongoDB server that refuses a value: 10334 BSONObjectTooLarge. */
const REFUSED_VALUE = new Set<unknown>([10_334]);

/**
 * Whether the message itself is surely the reason of an error, so that every other attempt would fail, too: the listener
 * said so, the message is too far ahead of what is known, or one of its values has a type or a size that the database cannot
 * hold. Any other error may end by itself, or with a new version of the service.
 */
export function isFaultOfMessage(error: Error): boolean {
  const { code } = error as { code?: unknown };
  if (error instanceof UnprocessableMessageError || error instanceof TooFarAheadError) return true;
  return error.name === 'CastError' || REFUSED_VALUE.has(code);
}
