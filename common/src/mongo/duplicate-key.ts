/** Whether MongoDB refused a write because of the unique index over `field` (E11000). */
export function isDuplicateKey(error: unknown, field: string): boolean {
  const { code, keyPattern } = (error ?? {}) as { code?: unknown; keyPattern?: Record<string, unknown> };
  return code === 11000 && keyPattern !== undefined && field in keyPattern;
}
