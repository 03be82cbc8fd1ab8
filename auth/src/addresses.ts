import { domainToASCII, domainToUnicode } from 'node:url';
import { EMAIL, isText, readText } from '@ticketing/common/text';
import isEmail from 'validator/lib/isEmail.js';

/** Characters by which the parser of domains would take something else than a domain, such as a port or `%41`. */
const NO_DOMAIN = /[\s%/:?#[\]\\@]/;

/**
 * The one form of an e-mail address in which it is stored and compared: clean text, in lower case, in NFC, with the domain
 * as people read it. So `ADA@XN--BCHER-KVA.example` is `ada@bücher.example`, and full-width characters in the domain are
 * the usual ones (https://www.unicode.org/reports/tr46/).
 * @returns undefined when the text is not an address.
 */
export function readAddress(typed: unknown): string | undefined {
  const read = readText(typed, EMAIL);
  if (!read.ok) return undefined;
  const text = read.text.replaceAll('＠', '@');
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at).toLowerCase().normalize();
  const domain = text.slice(at + 1);
  const ascii = at < 0 || NO_DOMAIN.test(domain) ? '' : domainToASCII(domain);
  const address = `${local}@${domainToUnicode(ascii)}`;
  const isShort = [address, `${local}@${ascii}`].every((form) => Buffer.byteLength(form) <= EMAIL.maxBytes);
  return isShort && isEmail(`${local}@${ascii}`) ? address : undefined;
}

/**
 * The form in which an address was stored before there was `readAddress`. Some accounts have an address in this form for
 * good: it is refused today, or another account has its form of today.
 * @returns undefined when the text was not an address then.
 */
export function readOlderAddress(typed: unknown): string | undefined {
  if (!isText(typed)) return undefined; // isEmail throws for half a character
  const address = typed.trim().toLowerCase();
  return address.length <= EMAIL.max && isEmail(address) ? address : undefined;
}
