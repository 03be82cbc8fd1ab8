/** A message, and when it was heard. */
export interface Heard {
  at: number;
}

/** What expires in this benchmark: the system itself, or its floor. */
export interface Side {
  readonly name: 'system' | 'floor';
  /** The processes that work only for this side. */
  readonly pids: readonly number[];
  /** The orders are placed so long before they expire. */
  readonly leadMs: number;
  /** Makes 1000 orders that end at this instant. Resolves when all that they cause before it is done. */
  place(expiresAt: Date): Promise<void>;
  /** What was heard of the orders since they were placed. */
  heard(): { fired: readonly Heard[]; cancelled: readonly Heard[]; released: readonly Heard[] };
  close(): Promise<void>;
}

export const COUNT = 1000;
