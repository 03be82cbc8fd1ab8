/**
 * Whether `value` is text that UTF-8 can encode. JSON can spell half a character (`"\\ud800"`). A database would store
 * another character in its place, so the answer and the stored text would differ.
 */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && !/\p{Surrogate}/u.test(value);
}
