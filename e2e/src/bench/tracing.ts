import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Interference, NodeService } from '@ticketing/local';
import { RunningSystem } from '../testing/running-system.js';
import { withEnvironment } from '../testing/trace-collector.js';
import { cpuOf } from './cpu.js';
import { type Kind, KINDS, Mix, PER_BUYER, PER_ROUND } from './mix.js';
import { besideEachOther, type Row } from './table.js';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
const WARM_UP = 1;
const ROOT = join(__dirname, '../../..');
/** A built folder of this project before a change. Its services are measured, too. */
const { BEFORE } = process.env;

type Side = 'before' | 'off' | 'on';

/** Measures the CPU of requests without traces and with them, in turn, and beside another version of the code. */
export async function tracing(): Promise<Row[]> {
  const receiver = createServer((req, res) => void req.resume().on('end', () => res.end('{}')));
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const sides: Record<Side, Interference> = {
    before: {
      run: (options) => new NodeService({ ...options, script: options.script.replace(ROOT, BEFORE!) }),
    },
    off: withEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: '' }),
    on: withEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }),
  };
  const names = (Object.keys(sides) as Side[]).filter((side) => side !== 'before' || BEFORE);
  const measured: Measured[] = [];
  try {
    for (const side of names) measured.push(await Measured.start(side, sides[side]));
    for (let round = 1 - WARM_UP; round <= ROUNDS; round++)
      for (const one of round % 2 ? measured : measured.toReversed()) await one.round(round > 0);
    const of = (side: Side) => measured.find((one) => one.side === side)!;
    const rows = (what: string, one: Measured, beside: Measured) => [
      ...KINDS.map((kind) => besideEachOther(`${kind}, µs, ${what}`, one.costs[kind], beside.costs[kind])),
      besideEachOther(`an order, all processes, µs, ${what}`, one.orders, beside.orders),
    ];
    return [
      ...(BEFORE ? rows('without traces, beside the code before', of('off'), of('before')) : []),
      ...rows('with traces, beside none', of('on'), of('off')),
    ];
  } finally {
    for (const one of measured) await one.stop();
    receiver.close().closeAllConnections();
  }
}

class Measured {
  readonly costs = Object.fromEntries(KINDS.map((kind) => [kind, [] as number[]])) as Record<Kind, number[]>;
  /** The CPU of an order in all processes. */
  readonly orders: number[] = [];

  private constructor(
    readonly side: Side,
    private readonly running: RunningSystem,
    private readonly mix: Mix,
  ) {}

  static async start(side: Side, interference: Interference): Promise<Measured> {
    const running = await RunningSystem.start({
      expirationWindowSeconds: 900,
      reservationsPerAccount: PER_BUYER,
      logLevel: 'info',
      site: false,
      interference,
    });
    try {
      return new Measured(side, running, await Mix.start(running));
    } catch (error) {
      await running.stop();
      throw error;
    }
  }

  async round(counts: boolean): Promise<void> {
    const { processes } = this.running.system.state();
    const all = () => processes.reduce((sum, { pid }) => sum + cpuOf(pid), 0);
    await this.mix.round('system', async (kind, send) => {
      const pid = this.mix.pidOf('system', kind);
      const [before, allBefore] = [cpuOf(pid), all()];
      const answers = await send();
      if (!counts) return answers;
      this.costs[kind].push((cpuOf(pid) - before) / PER_ROUND);
      if (kind !== 'POST /api/orders') return answers;
      this.orders.push((all() - allBefore) / PER_ROUND);
      console.log(`  an order, ${this.side}: ${Math.round(this.orders.at(-1)!)} µs in all processes`);
      return answers;
    });
  }

  async stop(): Promise<void> {
    await this.mix.close();
    await this.running.stop();
  }
}
