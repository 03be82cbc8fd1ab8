/** Digits and signs that people write in place of letters. */
const STAND_INS: Record<string, string> = {
  ...{ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't' },
  ...{ '@': 'a', $: 's', '!': 'i' },
};

/** A password that has only this many characters beside the address is a variation of it: `ada.lovelace1815`. */
const FEW = 4;
/** Shorter parts of an address are parts of many words, too. */
const MIN_PART = 3;

/** The names of this site. People make passwords of them, so others try them. */
const NAMES_OF_THE_SITE = ['ticketing', 'tickets', 'ticket'];

/**
 * Whether a password is an e-mail address, its local part, or the name of the site, or one of them with few characters
 * added, in another order, backwards, repeated, or with digits for letters.
 * @param password in the form in which passwords are compared (`comparable`).
 */
export function isNearAddress(password: string, email: string): boolean {
  const at = email.lastIndexOf('@');
  const [local, domain] = [email.slice(0, at), email.slice(at + 1)];
  return [asWritten, asLetters].some((read) => {
    const own = [local, email].flatMap((text) => partsOf(text, read));
    const letters = read(password);
    const without = remove(letters, [...own, ...NAMES_OF_THE_SITE]);
    return without !== letters && remove(without, partsOf(domain, read)).length <= FEW;
  });
}

/** A text as a whole, and each of its words. */
function partsOf(text: string, read: (text: string) => string): string[] {
  const words = text.split(/[^\p{L}\p{N}]+/u);
  return [text, ...words].map(read).filter((part) => part.length >= MIN_PART);
}

/** The letters and digits of a text. */
function asWritten(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The letters of a text when digits and signs stand for letters. */
function asLetters(text: string): string {
  return asWritten([...text].map((character) => STAND_INS[character] ?? character).join(''));
}

/** `text` without any of the parts, forwards and backwards. The longest part is removed first. */
function remove(text: string, parts: string[]): string {
  const both = parts.flatMap((part) => [part, [...part].reverse().join('')]);
  return both.sort((a, b) => b.length - a.length).reduce((rest, part) => rest.replaceAll(part, ''), text);
}
