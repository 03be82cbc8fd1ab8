/**
 * The blocks of letters that run to the left (Hebrew, Arabic, Syriac, Thaana, N'Ko, Adlam …) with their presentation forms,
 * and the characters that change the order of others. Older titles may have these.
 */
const RUNS_LEFT =
  /[\u200f\u202a-\u202e\u2066-\u2069\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A text that people wrote, for a place inside of another text: in a sentence, or beside the name of the site. With the
 * isolates around it, letters that run to the left don't move the words and signs around them. In HTML, `dir="auto"` and
 * `<bdi>` do the same. A text without such letters needs nothing.
 */
export function isolated(text: string): string {
  return RUNS_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}
