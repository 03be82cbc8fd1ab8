/**
 * Whether `value` is text that UTF-8 can carry. JSON can spell half a character (`"\\ud800"`), which a database would
 * store as another one than was answered.
 */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && !/\p{Surrogate}/u.test(value);
}
