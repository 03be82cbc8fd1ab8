/** A character of a script that is written without spaces, or in which words are often written together. */
const UNSPACED = new RegExp(
  `[${[
    ...['Hani', 'Hira', 'Kana', 'Bopo', 'Hang', 'Yiii'],
    ...['Thai', 'Laoo', 'Khmr', 'Mymr', 'Tibt', 'Java', 'Bali', 'Lana', 'Talu', 'Tale', 'Tavt', 'Cham'],
  ]
    .map((script) => `\\p{Script_Extensions=${script}}`)
    .join('')}]`,
  'u',
);

/** The letters and digits of a row in one way of writing. */
export interface Run {
  text: string;
  /** Whether its words are not set apart by spaces. */
  unspaced: boolean;
}

/** A text between spaces, as the rows of letters and digits between its punctuation. */
export type Chunk = string[];

/** The texts between the spaces of a folded text. Those without letters and digits are left out. */
export function chunksOf(folded: string): Chunk[] {
  return folded
    .split(/\s+/u)
    .map((chunk) => chunk.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [])
    .filter((parts) => parts.length > 0);
}

/** Splits letters and digits where the way of writing changes. */
export function runsOf(letters: string): Run[] {
  const runs: Run[] = [];
  for (const letter of letters) {
    const last = runs.at(-1);
    const unspaced = UNSPACED.test(letter);
    if (last?.unspaced === unspaced) last.text += letter;
    else runs.push({ text: letter, unspaced });
  }
  return runs;
}

/** A search compares only this many characters of a word. */
const MAX_PREFIX = 20;

/** The part of a word that is compared. */
export function comparedPart(word: string): string {
  return [...word].slice(0, MAX_PREFIX).join('');
}
