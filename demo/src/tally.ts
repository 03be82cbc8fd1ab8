import type { Outcome } from './buy.js';

export type Deed = Outcome | 'listed' | 'refused';

const WORDS: Record<Deed, string> = {
  listed: 'listed',
  bought: 'bought',
  cancelled: 'cancelled',
  reserved: 'reserved and left to run out',
  lost: 'not paid in time',
  refused: 'refused',
};

/** Counts what has happened. */
export class Tally {
  private readonly counts = new Map<Deed, number>();

  add(deed: Deed): void {
    this.counts.set(deed, (this.counts.get(deed) ?? 0) + 1);
  }

  /** All of it in one line. */
  summary(): string {
    const parts = (Object.keys(WORDS) as Deed[]).flatMap((deed) => {
      const count = this.counts.get(deed) ?? 0;
      return count > 0 ? [`${count} ${WORDS[deed]}`] : [];
    });
    return parts.join(', ') || 'nothing yet';
  }
}
