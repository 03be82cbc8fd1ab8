import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { RunningSystem } from '../../testing/running-system.js';
import { Visitor } from '../../testing/visitor.js';
import { percentile } from '../../testing/print.js';
import { memoryOf } from '../cpu.js';
import type { Row } from '../table.js';
import type { Order, Report, Second } from './protocol.js';

const VISITORS = 100;
const WARM_UP_SECONDS = 8;
const SEARCH_SECONDS = 8;
const LOAD_SECONDS = Number(process.env.LOAD_SECONDS ?? 60);
const OVERLOAD_SECONDS = 10;
const RECOVERY_SECONDS = 12;
const ABREAST = 64;

/**
 * Measures how long people wait under load. The requests go to the ports of the services. The highest rate is that of 64
 * requests that are always under way; sender, services and databases share the machine.
 */
export async function load(): Promise<Row[]> {
  console.log('Answer times under load, from the time at which a request was due');
  const running = await RunningSystem.start({ expirationWindowSeconds: 900, logLevel: 'warn' });
  const sender = new Sender();
  try {
    const send = await sender.for(running);
    await send({ seconds: WARM_UP_SECONDS, abreast: ABREAST });
    const search = await send({ seconds: SEARCH_SECONDS, abreast: ABREAST });
    const highest = all(search).length / SEARCH_SECONDS;
    console.log(`  the highest rate is ${Math.round(highest)} requests a second`);
    const rows: Row[] = [{ what: 'highest rate, requests a second', measured: String(Math.round(highest)) }];
    for (const share of [0.5, 0.8]) {
      const report = await send({ seconds: LOAD_SECONDS, rate: highest * share });
      rows.push({
        what: `${share * 100} % of it for ${LOAD_SECONDS} s: p50, p99, p99.9, ms`,
        measured: [0.5, 0.99, 0.999].map((part) => percentile(all(report), part)).join(', '),
      });
      const failed = errors(report) + refused(report).length;
      rows.push({ what: '  errors and refusals', measured: String(failed), goal: '0' });
    }
    rows.push(...(await overload(running, send, highest)));
    return rows;
  } finally {
    sender.stop();
    await running.stop();
  }
}

async function overload(running: RunningSystem, send: Send, highest: number): Promise<Row[]> {
  const { processes } = running.system.state();
  const memory = () => processes.reduce((sum, { pid }) => sum + memoryOf(pid), 0);
  const before = memory();
  const { seconds } = await send({
    seconds: OVERLOAD_SECONDS,
    rate: 2 * highest,
    then: { seconds: RECOVERY_SECONDS, rate: highest / 2 },
  });
  const grown = memory() - before;
  const report = { seconds: seconds.slice(0, OVERLOAD_SECONDS) };
  const recovery = { seconds: seconds.slice(OVERLOAD_SECONDS) };
  const bad = recovery.seconds.findLastIndex(
    ({ latencies, shed, errors }) =>
      errors > 0 || shed.length > 0 || latencies.length === 0 || percentile(latencies, 0.99) > 500,
  );
  return [
    {
      what: `200 % for ${OVERLOAD_SECONDS} s: answered a second`,
      measured: String(Math.round(all(report).length / OVERLOAD_SECONDS)),
      beside: String(Math.round(highest)),
      ratio: all(report).length / OVERLOAD_SECONDS / highest,
    },
    { what: '  refused a second', measured: String(Math.round(refused(report).length / OVERLOAD_SECONDS)) },
    {
      what: '  p99 of the answered, and of the refused, ms',
      measured: `${percentile(all(report), 0.99)}, ${refused(report).length > 0 ? percentile(refused(report), 0.99) : 'none'}`,
    },
    { what: '  errors', measured: String(errors(report) + errors(recovery)), goal: '0' },
    { what: '  memory of all processes, MB more', measured: String(Math.round(grown)) },
    {
      what: '  then 50 % at once: seconds until nothing is refused and p99 is under 500 ms',
      measured: bad + 1 === RECOVERY_SECONDS ? `more than ${RECOVERY_SECONDS}` : String(bad + 1),
      goal: '5',
    },
  ];
}

export type Send = (
  order: Pick<Order, 'seconds' | 'rate' | 'then'> & { abreast?: number },
) => Promise<Report>;

/** The process that sends. */
export class Sender {
  private readonly child: ChildProcess = fork(join(__dirname, 'sender.js'));

  /** Visitors, and a function that sends their requests to a system. */
  async for(running: RunningSystem): Promise<Send> {
    const visitors = await Visitor.crowd(running.url, VISITORS);
    const { id: ticketId } = await visitors[0]!.sell();
    const portOf = (name: string) =>
      running.system.state().processes.find((each) => each.name === name)!.port;
    const common = {
      ports: { tickets: portOf('tickets'), orders: portOf('orders') },
      cookies: visitors.map(({ cookie }) => cookie),
      ticketId,
    };
    return async ({ abreast = 0, ...order }) => {
      this.child.send({ ...common, ...order, abreast } satisfies Order);
      const [report] = (await once(this.child, 'message')) as [Report];
      return report;
    };
  }

  stop(): void {
    if (this.child.connected) this.child.disconnect();
  }
}

const all = ({ seconds }: Report) => seconds.flatMap(({ latencies }) => latencies);
const refused = ({ seconds }: Report) => seconds.flatMap(({ shed }) => shed);
const errors = ({ seconds }: Report) => seconds.reduce((sum, second: Second) => sum + second.errors, 0);
