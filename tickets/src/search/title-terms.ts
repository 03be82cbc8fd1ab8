import { fold } from './fold.js';
import { chunksOf, comparedPart, runsOf } from './words.js';

/** Grows when the terms of a title change. At the start of a service, tickets with terms of an older version get new ones. */
export const TERMS_VERSION = 2;

/** The fields of a ticket that searches read. */
export interface SearchFields {
  /** All texts for which an index finds the ticket. */
  terms: string[];
  /** The folded parts of the title in scripts without spaces, to look for a phrase in them. */
  unspaced: string;
  termsVersion: number;
}

/**
 * The terms of a title: every beginning of every word, and in scripts without spaces every letter and every two letters
 * in a row. They are stored and indexed. A search for the beginning of a word is then a comparison for equality, which
 * the index answers in the order of age. So every page costs as much as the first, for any number of tickets.
 *
 * Punctuation inside a word counts as a space, and as nothing: Rock'n'Roll has the words rock, n, roll and rocknroll.
 */
export function searchFields(title: string): SearchFields {
  const terms = new Set<string>();
  const unspaced = new Set<string>();
  for (const text of new Set(spellings(title).map(fold))) {
    const chunks = chunksOf(text);
    for (const parts of chunks)
      for (const letters of new Set([...parts, parts.join('')])) addBeginnings(letters, terms);
    for (const run of runsOf(chunks.flat().join(''))) {
      if (!run.unspaced) continue;
      unspaced.add(run.text);
      addGrams(run.text, terms);
    }
  }
  return { terms: [...terms], unspaced: [...unspaced].join(' '), termsVersion: TERMS_VERSION };
}

/** Two letters that people type in place of one that their keyboard does not have. */
const TWO_LETTERS: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };

/** The title as people may spell it. Capitals may have more letters than the title: ΩΙ for ῳ. */
function spellings(title: string): string[] {
  const lower = title.normalize('NFC').toLowerCase();
  return [title, title.toUpperCase(), lower.replace(/[äöüøå]/gu, (letter) => TWO_LETTERS[letter]!)];
}

function addBeginnings(letters: string, terms: Set<string>): void {
  for (const { text, unspaced } of runsOf(letters)) {
    if (unspaced) continue;
    let beginning = '';
    for (const letter of comparedPart(text)) terms.add((beginning += letter));
  }
}

function addGrams(text: string, terms: Set<string>): void {
  let before = '';
  for (const letter of text) {
    terms.add(letter).add(before + letter);
    before = letter;
  }
}
