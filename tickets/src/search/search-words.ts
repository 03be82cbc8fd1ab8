import { fold } from './fold.js';
import { type Chunk, chunksOf, comparedPart, runsOf } from './words.js';

/** One way to read what was typed into a search. A ticket matches when it has all terms and phrases. */
export interface Search {
  terms: string[];
  phrases: string[];
}

/** So many pairs of letters are looked up for one phrase. The phrase itself is compared too. */
const PAIRS = 8;

/**
 * The ways to read what was typed. There is none when it has no letter and no digit. Punctuation inside a word may be
 * left out in the title, or be a space there: rock'n'roll is the word rocknroll, or the words rock, n and roll.
 */
export function readSearch(typed: string): Search[] {
  const chunks = chunksOf(fold(typed));
  if (chunks.length === 0) return [];
  const joined = searchFor(chunks.map((parts) => [parts.join('')]));
  const split = searchFor(chunks);
  return JSON.stringify(joined) === JSON.stringify(split) ? [joined] : [joined, split];
}

function searchFor(chunks: Chunk[]): Search {
  const runs = chunks.flat().flatMap(runsOf);
  const phrases = runs.filter(({ unspaced }) => unspaced).map(({ text }) => text);
  const words = runs.filter(({ unspaced }) => !unspaced).map(({ text }) => comparedPart(text));
  const terms = [...new Set([...words, ...phrases.flatMap(pairsOf)])];
  return { terms, phrases: [...new Set(phrases)].filter((phrase) => [...phrase].length > 2) };
}

/** Some pairs of letters in a row, spread over the phrase. A phrase of one letter is itself. */
function pairsOf(phrase: string): string[] {
  const letters = [...phrase];
  const pairs = letters.slice(1).map((letter, index) => letters[index]! + letter);
  if (pairs.length <= PAIRS) return pairs.length > 0 ? pairs : letters;
  return Array.from(
    { length: PAIRS },
    (_, index) => pairs[Math.round((index * (pairs.length - 1)) / (PAIRS - 1))]!,
  );
}
