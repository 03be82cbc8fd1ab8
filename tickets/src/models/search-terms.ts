/** A search compares only this many characters of a word. */
const MAX_PREFIX = 20;

/** The words of a text in the form in which they are compared: lower case, no accents, only letters and digits. */
export function searchWords(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => word.slice(0, MAX_PREFIX)))];
}

/**
 * Every beginning of every word of a title. They are stored and indexed. A search for the beginning of a word is then a
 * comparison for equality, which the index answers in the order of age. So every page costs as much as the first, for
 * any number of tickets.
 */
export function searchTerms(title: string): string[] {
  const beginnings = searchWords(title).flatMap((word) => {
    const letters = [...word];
    return letters.map((_, index) => letters.slice(0, index + 1).join(''));
  });
  return [...new Set(beginnings)];
}
