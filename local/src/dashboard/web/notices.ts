const SHOWN_MS = 12_000;
const MOST = 20;

/** What the buttons have done. Pages show it for a while. */
export class Notices {
  private readonly notices: { at: number; text: string }[] = [];

  add(text: string): void {
    this.notices.push({ at: Date.now(), text });
    if (this.notices.length > MOST) this.notices.shift();
  }

  /** The newest texts, the newest first. */
  recent(): string[] {
    const since = Date.now() - SHOWN_MS;
    return this.notices.flatMap(({ at, text }) => (at >= since ? [text] : [])).reverse();
  }

  /** Says so when the work is done or has failed. Nobody waits for it. */
  follow(work: Promise<unknown>, done: string, failed: string): void {
    work.then(
      () => this.add(done),
      (error: unknown) => this.add(`${failed}: ${error instanceof Error ? error.message : String(error)}`),
    );
  }
}
