/** The fields of a ticket in the database of the tickets service that no other service gets. */
const PRIVATE_FIELDS = [
  'hold',
  'outbox',
  'soldTo',
  'soldFor',
  'editedFrom',
  'listedBy',
  'terms',
  'unspaced',
  'termsVersion',
] as const;
type PrivateFields = Partial<Record<(typeof PRIVATE_FIELDS)[number], unknown>>;

/** A stored ticket without the private fields of the tickets service. The copy in orders has the same fields. */
export function replicatedFields<T extends object>(stored: T & PrivateFields): Omit<T, keyof PrivateFields> {
  const replicated = { ...stored };
  for (const field of PRIVATE_FIELDS) delete replicated[field];
  // everybody may know that a ticket is sold, and not to whom
  return stored.soldTo === undefined ? replicated : { ...replicated, sold: true };
}
