import type { Databases } from '../data/databases.js';

/** A look at the databases: how much was looked at, and each thing that breaks the promise. */
export interface Findings {
  looked: number;
  broken: readonly string[];
}

/** A promise of the product. README.md and docs/invariants.md tell how it is kept. */
export interface Invariant {
  name: string;
  promise: string;
  /** Parts of the system need not agree while something is down. They must agree again within seconds after it. */
  heals: boolean;
  find: (databases: Databases) => Promise<Findings>;
}

/** At most so many of the newest documents are read, so that a look costs little whatever the system holds. */
export const MOST_READ = 2_000;

export interface StoredOrder {
  _id: unknown;
  status: string;
  expiresAt: Date;
  ticket: { id: string };
  paymentId?: string;
}

export interface StoredPayment {
  _id: unknown;
  orderId: string;
  outcome?: string;
  settled: boolean;
}

export interface StoredTicket {
  _id: unknown;
  version: number;
  title: string;
  price: number;
  userId: string;
  orderId?: string;
  withdrawn?: boolean;
  soldTo?: string;
}

/** The newest documents of a collection that the filter finds. */
export function newest<T extends object>(
  databases: Databases,
  owner: Databases['owners'][number],
  collection: string,
  filter: object = {},
): Promise<T[]> {
  return databases.ask(owner, (db) =>
    db
      .collection(collection)
      .find<T>(filter, { projection: { outbox: 0 } })
      .sort({ _id: -1 })
      .limit(MOST_READ)
      .toArray(),
  );
}
