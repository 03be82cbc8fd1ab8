/** The fields of a ticket in the database of the tickets service that no other service gets. */
interface PrivateFields {
  hold?: number;
  outbox?: unknown[];
  terms?: string[];
}

/** A stored ticket without the private fields of the tickets service. The copy in orders has the same fields. */
export function replicatedFields<T extends object>(stored: T & PrivateFields): Omit<T, keyof PrivateFields> {
  const { hold: _hold, outbox: _outbox, terms: _terms, ...replicated } = stored;
  return replicated;
}
