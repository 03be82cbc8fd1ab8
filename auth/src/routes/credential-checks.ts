import { isText } from '@ticketing/common/text';
import type { Request } from 'express';
import { body, matchedData, type ValidationChain } from 'express-validator';
import { type Credentials, MAX_EMAIL } from '../models/user.js';

const emailCheck = () =>
  body('email', 'email must be a valid e-mail address')
    .custom(isText) // isEmail throws for half a character
    .bail()
    .trim()
    .toLowerCase()
    .isLength({ max: MAX_EMAIL })
    .bail()
    .isEmail();

/** The checks of the body `{email, password}` of a sign-up. */
export const newCredentialChecks: ValidationChain[] = [
  emailCheck(),
  body('password', 'password must have 8 to 128 characters').isString().bail().isLength({ min: 8, max: 128 }),
];

/** The checks of the body `{email, password}` of a sign-in. They do not tell a guesser the rule for passwords. */
export const credentialChecks: ValidationChain[] = [
  emailCheck(),
  body('password', 'password must be supplied').isString().bail().notEmpty(),
];

/** The body of a checked request. */
export function readCredentials(req: Request): Credentials {
  return matchedData(req, { locations: ['body'] });
}
