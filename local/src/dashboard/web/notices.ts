const SHOWN_MS = 12_000;
const MOST = 20;

/** What the buttons have done, and what goes on at the moment. Every page shows it. */
export class Notices {
  private readonly notices: { at: number; text: string }[] = [];
  private readonly ongoing = new Set<{ text: string }>();

  add(text: string): void {
    this.notices.push({ at: Date.now(), text });
    if (this.notices.length > MOST) this.notices.shift();
  }

  /**
   * Shows a text until it is over.
   * @returns the function that ends this.
   */
  hold(text: string): () => void {
    const entry = { text };
    this.ongoing.add(entry);
    return () => void this.ongoing.delete(entry);
  }

  /** The texts of what goes on, the oldest first. */
  held(): string[] {
    return [...this.ongoing].map(({ text }) => text);
  }

  /** All that pages show: what goes on, and then the newest texts, the newest first. */
  recent(): string[] {
    const since = Date.now() - SHOWN_MS;
    const newest = this.notices.flatMap(({ at, text }) => (at >= since ? [text] : [])).reverse();
    return [...this.held(), ...newest];
  }

  /** Says so when the work is done or has failed. Nobody waits for it. */
  follow(work: Promise<unknown>, done: string, failed: string): void {
    work.then(
      () => this.add(done),
      (error: unknown) => this.add(`${failed}: ${error instanceof Error ? error.message : String(error)}`),
    );
  }
}
