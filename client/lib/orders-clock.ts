/**
 * A copy of the orders service's clock, by which reservations end. It never reads the date of its own machine, because
 * people set that wrong and change it. It counts on from a time that the service told, by a clock that cannot be set
 * (`performance.now`).
 */
export class OrdersClock {
  private told: { time: number; at: number; doubt: number } | undefined;

  constructor(private readonly ticks: () => number) {}

  /**
   * Takes a time (ms since 1970) that the service told between the ticks `from` and `to`. The shorter that span, the
   * more exact the time. A more exact one stays for up to a minute. Then any new one counts: the computer may have slept.
   */
  tell(time: number, from: number, to = from): void {
    const doubt = (to - from) / 2;
    if (this.told && doubt > this.told.doubt && to - this.told.at < 60_000) return;
    this.told = { time, at: (from + to) / 2, doubt };
  }

  /**
   * Takes the time (ms since 1970) at which a page was made that has just arrived. The page may have been long on its way,
   * so each answer counts more than this.
   */
  assume(time: number): void {
    const at = this.ticks();
    if (this.told && this.told.doubt < Infinity && at - this.told.at < 60_000) return;
    this.told = { time, at, doubt: Infinity };
  }

  /** The service's time in ms since 1970, or `otherwise` as long as it has told none. */
  now(otherwise: number): number {
    return this.told ? this.told.time + this.ticks() - this.told.at : otherwise;
  }
}

/** The server has one, set by the answers of the orders service; each browser has one, set by the server's answers. */
export const ordersClock = new OrdersClock(() => performance.now());
