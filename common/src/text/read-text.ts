import { FORBIDDEN, LINE_BREAK, SEEN, STACKED_MARKS } from './characters.js';
import { cleanText, dropUnseen } from './clean-text.js';
import { textBytes, textLength } from './text-length.js';
import type { TextRule } from './text-rules.js';

/** A text in its clean form, or the reason why it is refused, in words for the person who wrote it. */
export type ReadText = { ok: true; text: string } | { ok: false; message: string };

/**
 * Reads a text that is going to be stored or compared. Every route and form reads texts with this function.
 *
 * - `cleanText` drops what shows nothing and cuts off what is invisible at the ends. Nobody misses these characters.
 * - A character that is not text (control characters, halves of characters, U+FFFD …), or that changes the order of the
 *   others, is refused. Without it people would read another text than the one that was sent.
 * - A text is one line. It has something to see, unless it may be empty.
 * - `min` and `max` count what a person sees. `maxBytes` and a limit of marks on one letter keep a character from being
 *   a book.
 *
 * A text of a rule with `asTyped` is brought into NFC and does not change otherwise: what would be dropped is refused.
 */
export function readText(value: unknown, rule: TextRule): ReadText {
  const message = problemOf(value, rule);
  if (message !== undefined) return { ok: false, message: `${rule.field} ${message}` };
  return { ok: true, text: inForm(value as string, rule) };
}

function problemOf(value: unknown, rule: TextRule): string | undefined {
  const { min, max, maxBytes } = rule;
  const range = `must have ${min} to ${max} characters`;
  if (typeof value !== 'string') return range;
  const text = inForm(value, rule);
  // a line break is also a forbidden character
  if (LINE_BREAK.test(text)) return 'must be one line without tabs';
  const forbidden = FORBIDDEN.exec(text)?.[0];
  if (forbidden) return `must not have the character ${codeOf(forbidden)}. Delete it or type the text anew`;
  if (rule.asTyped && dropUnseen(text) !== text)
    return 'has a character that cannot be seen. Type the text anew';
  if (min > 0 && !SEEN.test(text)) return range;
  if (textBytes(text) > maxBytes || STACKED_MARKS.test(text)) {
    return `must have at most ${max} characters, ${maxBytes} bytes, and 30 accents on one letter`;
  }
  const length = textLength(text);
  return length < min || length > max ? range : undefined;
}

function inForm(text: string, { asTyped }: TextRule): string {
  return asTyped ? text.normalize() : cleanText(text);
}

/** Such as `U+202E`. */
function codeOf(character: string): string {
  return `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
}
