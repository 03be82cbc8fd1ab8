/* eslint-disable no-misleading-character-class -- these classes list code points, and no letters */

/**
 * The scripts whose letters join their neighbours or form clusters. Their writers use the joiners U+200C and U+200D:
 * https://www.unicode.org/reports/tr31/#Layout_and_Format_Control_Characters
 */
const JOINING_SCRIPTS = [
  ...['Arab', 'Syrc', 'Nkoo', 'Mand', 'Mong', 'Phag', 'Adlm', 'Rohg'],
  ...['Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu', 'Knda', 'Mlym', 'Sinh'],
  ...['Khmr', 'Mymr', 'Tibt', 'Bali', 'Java', 'Sund', 'Lana', 'Cakm', 'Newa', 'Gran', 'Tirh'],
];
const joining = `[${JOINING_SCRIPTS.map((script) => `\\p{Script_Extensions=${script}}`).join('')}]`;

/** The signs that take the vowel from an Indic consonant. A joiner after one chooses the form of the consonant. */
const VIRAMAS = '\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d4d\\u0dca';

/** The flags of England, Scotland and Wales: the only emoji that are written with tags. */
const TAGGED_FLAG =
  '\\u{1f3f4}\\u{e0067}\\u{e0062}(?:\\u{e0065}\\u{e006e}\\u{e0067}|\\u{e0073}\\u{e0063}\\u{e0074}|\\u{e0077}\\u{e006c}\\u{e0073})\\u{e007f}';

/** Characters that are as wide as a letter and show nothing: white space, the empty cell of braille, blank signs. */
const BLANKS = '\\s\\u2800\\u{1d159}\\u{13441}\\u{13442}';

const mongolian = '(?=\\p{L})\\p{Script_Extensions=Mong}';

/** Characters that choose the form of the one before. */
const SELECTORS = '\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}\\u180b-\\u180d\\u180f';
/** Characters that change the order of the others: embeddings, overrides and isolates. */
const ORDERING = '\\u202a-\\u202e\\u2066-\\u2069';
const JOINERS = '\\u200c\\u200d';

/**
 * Everything that shows nothing and is never needed, and the flags that may have such characters. The flags come first,
 * so that a replacement with `$1` keeps them. The property is of https://www.unicode.org/reports/tr44/.
 */
export const NEVER_SEEN = new RegExp(
  `(${TAGGED_FLAG})|(?![${JOINERS}${SELECTORS}${ORDERING}\\u180e])\\p{Default_Ignorable_Code_Point}`,
  'gu',
);

/** Selectors that are not after a character of which they choose the form. */
export const STRAY_SELECTORS = new RegExp(
  [
    // of emoji, symbols, ideographs with their punctuation, and scripts with standard variants
    `(?<![\\p{S}\\p{Emoji}\\p{Script_Extensions=Han}\\p{Script=Mymr}\\p{Script=Phag}\\p{Script=Mani}])[\\ufe00-\\ufe0f]`,
    `(?<=[${BLANKS}])[\\ufe00-\\ufe0f]`,
    // after the ASCII characters that count as emoji, only in keycaps: 1️⃣
    `(?<=[\\0-\\x7f])[\\ufe00-\\ufe0e]`,
    `(?<=[\\0-\\x7f])\\ufe0f(?!\\u20e3)`,
    `(?<!\\p{Script=Han})[\\u{e0100}-\\u{e01ef}]`,
    `(?<!${mongolian})[\\u180b-\\u180d\\u180f]`,
    `(?<!${mongolian}[\\u180b-\\u180d\\u180f]?)\\u180e|\\u180e(?!${mongolian})`,
  ].join('|'),
  'gu',
);

/** All joiners of a row but the first. */
export const REPEATED_JOINERS = new RegExp(`(?<=[${JOINERS}])[${JOINERS}]`, 'gu');

/** Joiners that no script and no emoji needs at their place. */
export const STRAY_JOINERS = new RegExp(
  `(?<!${[
    `[${VIRAMAS}](?=[${JOINERS}])`,
    `(?=[\\p{L}\\p{M}])${joining}(?=[${JOINERS}](?=[\\p{L}\\p{M}])${joining})`,
    `[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f](?=\\u200d\\p{Extended_Pictographic})`,
  ].join('|')})[${JOINERS}]`,
  'gu',
);

/** An override (U+202D, U+202E) is not among them: it turned the text round, so somebody has seen another text. */
const CUT_OFF = `[${BLANKS}\\u202a-\\u202c\\u2066-\\u2069]`;

/** What is cut off at both ends. The look-behind makes the search for the end linear in the length of a text. */
export const ENDS = new RegExp(`^${CUT_OFF}+|(?<!${CUT_OFF})${CUT_OFF}+$`, 'gu');

/** A character that can be seen. A combining mark needs one to stand on. */
export const SEEN = new RegExp(`[^${BLANKS}\\p{M}\\p{Cc}\\p{Cf}]`, 'u');

/** A character that begins a new line or a new column. */
export const LINE_BREAK = /[\t-\r\u0085\u2028\u2029]/u;

/**
 * A character that is not allowed: a control character, half a character, a code point that is no character, U+FFFD (which
 * stands for bytes that were not text), one that changes the order of the others, or a format character that is none of
 * those above.
 */
export const FORBIDDEN = new RegExp(
  `[\\p{Cc}\\p{Surrogate}\\p{Noncharacter_Code_Point}\\ufffd\\u2028\\u2029${ORDERING}]|(?![${JOINERS}\\u180e]|(?<=[\\u{1f3f4}\\u{e0020}-\\u{e007f}])[\\u{e0020}-\\u{e007f}])\\p{Cf}`,
  'u',
);

/** More combining marks in a row than any language has: https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format */
export const STACKED_MARKS = /\p{M}{31}/u;
