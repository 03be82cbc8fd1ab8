/** Whether `value` is an ObjectId as this system writes it: 24 hex digits. Mongoose also accepts any 12 characters. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value);
}
