/**
 * The server's clock, as a browser knows it. Nothing here looks at the browser's date: people set it wrong, and change
 * it. What counts is a time the server told, and how long ago that was by a clock that only runs (`performance.now`).
 */
export class ServerClock {
  private told: { time: number; at: number; doubt: number } | undefined;

  constructor(private readonly ticks: () => number) {}

  /**
   * Takes a time the server told between the ticks `from` and `to`. The shorter that was, the better it is known; a
   * better-known one stays, unless it is older than a minute (a computer may have slept).
   */
  tell(time: number, from: number, to = from): void {
    const doubt = (to - from) / 2;
    if (this.told && doubt > this.told.doubt && to - this.told.at < 60_000) return;
    this.told = { time, at: (from + to) / 2, doubt };
  }

  /** The server's time, in ms since 1970; before it told any, that of `otherwise`. */
  now(otherwise: number): number {
    return this.told ? this.told.time + this.ticks() - this.told.at : otherwise;
  }
}
