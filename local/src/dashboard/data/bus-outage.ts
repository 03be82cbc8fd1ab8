import { BUS_SERVER } from '@ticketing/system';
import type { System } from '../../system.js';
import type { Notices } from '../web/notices.js';

/** Stops the bus for a while. It starts again though nobody looks. */
export class BusOutage {
  private timer: NodeJS.Timeout | undefined;
  private endsAt: number | undefined;
  private endNotice: () => void = () => undefined;

  constructor(
    private readonly system: Pick<System, 'process'>,
    private readonly notices: Notices,
    private readonly lengthMs = 30_000,
  ) {}

  /** How long it still lasts. Undefined when there is none. */
  leftMs(now = Date.now()): number | undefined {
    return this.endsAt === undefined ? undefined : Math.max(0, this.endsAt - now);
  }

  begin(): void {
    if (this.endsAt !== undefined) return;
    this.endsAt = Date.now() + this.lengthMs;
    const bus = this.system.process(BUS_SERVER);
    this.endNotice = this.notices.hold(`The bus is stopped for ${this.lengthMs / 1000} s`);
    this.notices.follow(bus.stop(), 'The bus has stopped', 'The bus could not be stopped');
    this.timer = setTimeout(() => {
      this.end();
      this.notices.follow(bus.start(), 'The bus runs again', 'The bus could not be started');
    }, this.lengthMs);
  }

  close(): void {
    clearTimeout(this.timer);
    this.end();
  }

  private end(): void {
    this.endsAt = undefined;
    this.endNotice();
  }
}
