import { textCheck } from '@ticketing/common/http';
import { TITLE } from '@ticketing/common/text';
import type { Request } from 'express';
import { body, matchedData, type ValidationChain } from 'express-validator';
import type { Listing } from '../models/ticket.js';

/** Dollars that a card can be charged. */
const [MIN_PRICE, MAX_PRICE] = [0.5, 999_999.99];

/** The checks of a body `{title, price}`. */
export const ticketChecks: ValidationChain[] = [
  textCheck(TITLE),
  body('price')
    .custom(
      (price: unknown) =>
        typeof price === 'number' && price >= MIN_PRICE && price <= MAX_PRICE && isCents(price),
    )
    .withMessage(
      `price must be a number of dollars from ${MIN_PRICE.toFixed(2)} to ${MAX_PRICE}, with at most two decimals`,
    ),
];

/** The body of a checked request. */
export function readTicket(req: Request): Listing {
  return matchedData(req, { locations: ['body'] });
}

function isCents(price: number): boolean {
  return Math.round(price * 100) / 100 === price;
}
