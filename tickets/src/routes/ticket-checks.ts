import { textCheck } from '@ticketing/common/http';
import { priceProblem } from '@ticketing/common/money';
import { TITLE } from '@ticketing/common/text';
import type { Request } from 'express';
import { body, matchedData, type ValidationChain } from 'express-validator';
import type { Listing } from '../models/ticket.js';

/** The checks of a body `{title, price}`. */
export const ticketChecks: ValidationChain[] = [
  textCheck(TITLE),
  body('price').custom((price: unknown) => {
    const problem = priceProblem(price);
    if (problem !== undefined) throw new Error(problem);
    return true;
  }),
];

/** The body of a checked request. */
export function readTicket(req: Request): Listing {
  return matchedData(req, { locations: ['body'] });
}
