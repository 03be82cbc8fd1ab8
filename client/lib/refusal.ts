/** The reason why an action did not succeed, as the visitor reads it. */
export interface Refusal {
  /**
   * - `retry`: another attempt may succeed.
   * - `taken`: another attempt cannot succeed until the ticket is on sale again.
   * - `changed`: the ticket is not what the visitor saw.
   * - `said`: the visitor must know it, whatever the page shows.
   */
  kind: 'retry' | 'taken' | 'changed' | 'said';
  title: string;
  text: string;
  /** For `changed`: what the visitor saw, in words. */
  was?: string;
  /** For `taken`: the version that the ticket had then. */
  version?: number;
}

/** The page as it is now, which may be newer than a refusal. */
export interface PageNow {
  /** Whether the action is possible. */
  open: boolean;
  /** The version of the ticket. */
  version?: number;
  /** What the page offers, in words. */
  offer?: string;
}

/**
 * Whether a refusal still holds on a page that went on refreshing. A reservation and its end each make a new version of
 * the ticket. When a ticket was taken, its version told of the reservation already, or the next one did. What comes
 * after that is another story, which the page tells.
 */
export function holds({ kind, was, version }: Refusal, now: PageNow): boolean {
  switch (kind) {
    case 'said':
      return true;
    case 'retry':
      return now.open;
    case 'changed':
      return now.open && was !== now.offer;
    case 'taken': {
      const newer = (now.version ?? 0) - (version ?? 0);
      return newer <= 0 || (newer === 1 && !now.open);
    }
  }
}
