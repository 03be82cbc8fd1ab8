import common from './common-passwords.json';
import { isNearAddress } from './is-near-address.js';

const COMMON = new Set(common);

const REMEDY = 'Choose another one, for example four words that have nothing to do with each other';

/**
 * The reason why nobody may choose this password, in words for the person who chose it, or undefined. Guessers try such
 * passwords first. It is for new passwords only: an account whose password is older goes on working.
 * @param email the address of the account, in its one form.
 */
export function passwordProblem(password: string, email: string): string | undefined {
  const compared = comparable(password);
  if (new Set(compared.replace(/\s/gu, '')).size <= 1) return `must not be one character repeated. ${REMEDY}`;
  if (COMMON.has(compared)) return `is one of the most common ones, which others guess first. ${REMEDY}`;
  if (isNearAddress(compared, email))
    return `must not be made of your e-mail address or of the name of this site. ${REMEDY}`;
  return undefined;
}

/** Guessers try all spellings, so case, width, and blanks at the ends make no other password. */
function comparable(password: string): string {
  return password.normalize('NFKC').toLowerCase().trim();
}
