import { isText } from '@ticketing/common/text';
import type { Request } from 'express';
import { body, type ValidationChain } from 'express-validator';
import type { Wish } from '../use-cases/wish.js';

const isSent = body('seen').exists();

/**
 * The checks of `seen`: the title and the price that the buyer saw. A request without it is valid. A title that the rule of
 * today refuses is valid here, because older tickets may have one.
 */
export const seenChecks: ValidationChain[] = [
  body('seen', 'seen must be the title and the price of the ticket, as you saw them').optional().isObject(),
  body('seen.title', 'seen.title must be a title').if(isSent).custom(isText).bail().trim().notEmpty(),
  body('seen.price', 'seen.price must be a number of dollars over 0')
    .if(isSent)
    .custom((price: unknown) => typeof price === 'number' && price > 0),
];

/** What the buyer saw, from a checked request. */
export function readSeen(req: Request): Wish['seen'] {
  return (req.body as Pick<Wish, 'seen'>).seen;
}
