import { textCheck } from '@ticketing/common/http';
import { isText, PASSWORD } from '@ticketing/common/text';
import type { Request } from 'express';
import { body, type ValidationChain } from 'express-validator';
import { readAddress, readOlderAddress } from '../addresses.js';
import type { Credentials } from '../models/user.js';
import { passwordProblem } from '../new-password/password-problem.js';

const emailCheck = (isAddress: (typed: unknown) => boolean) =>
  body('email', 'email must be a valid e-mail address').custom(isAddress);

/** The checks of the body `{email, password}` of a sign-up. */
export const newCredentialChecks: ValidationChain[] = [
  emailCheck((typed) => readAddress(typed) !== undefined),
  newPasswordCheck('password', (req) => readAddress((req.body as { email?: unknown }).email)),
];

/**
 * Checks a password that somebody chooses.
 * @param field the name of the field of the body.
 * @param emailOf the address of the account. It is undefined when the request has none; another check refuses that.
 */
export function newPasswordCheck(
  field: string,
  emailOf: (req: Request) => string | undefined,
): ValidationChain {
  return textCheck({ ...PASSWORD, field })
    .bail()
    .custom((password: string, { req }) => {
      const problem = passwordProblem(password, emailOf(req as Request) ?? '');
      if (problem !== undefined) throw new Error(`${field} ${problem}`);
      return true;
    });
}

/** The checks of the body `{email, password}` of a sign-in. They do not tell a guesser the rule for passwords. */
export const credentialChecks: ValidationChain[] = [
  emailCheck((typed) => (readAddress(typed) ?? readOlderAddress(typed)) !== undefined),
  oldPasswordCheck('password'),
];

/** Checks a password that somebody has chosen before: it is a text, and follows no other rule. */
export function oldPasswordCheck(field: string): ValidationChain {
  return (
    body(field, `${field} must be supplied`)
      .isString()
      .bail()
      .notEmpty()
      .bail()
      // UTF-8 has one code for all halves of characters, so passwords that differ only in these would be the same
      .custom(isText)
      .withMessage(`${field} has half a character. Type it anew`)
  );
}

/** The body of a checked request. A password stays as it was typed: older ones follow no rule. */
export function readCredentials(req: Request): Credentials {
  const { email, password } = req.body as { email: string; password: string };
  const olderEmail = readOlderAddress(email);
  return { email: readAddress(email) ?? olderEmail ?? '', olderEmail, password };
}
