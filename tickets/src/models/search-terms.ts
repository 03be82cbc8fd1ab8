/** Words that differ only after this many characters are the same to a search. */
const MAX_PREFIX = 20;

/** The words of a text as they are compared: lower case, without accents, letters and digits only. */
export function searchWords(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => word.slice(0, MAX_PREFIX)))];
}

/**
 * Every beginning of every word of a title. Stored and indexed, they make a search for the beginning of a word an
 * equality, which an index answers in order of age: no page costs more than the first, however many tickets there are.
 */
export function searchTerms(title: string): string[] {
  const beginnings = searchWords(title).flatMap((word) => {
    const letters = [...word];
    return letters.map((_, index) => letters.slice(0, index + 1).join(''));
  });
  return [...new Set(beginnings)];
}
