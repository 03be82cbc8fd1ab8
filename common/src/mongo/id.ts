/** Whether `value` is an ObjectId as this system writes them: 24 hex digits. Mongoose takes any 12 characters too. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value);
}
