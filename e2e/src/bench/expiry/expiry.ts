import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@ticketing/processes';
import { cpuOf } from '../cpu.js';
import { RunningSystem } from '../../testing/running-system.js';
import { percentile, print } from '../../testing/print.js';
import { besideEachOther, type Row } from '../table.js';
import { floorSide } from './floor-side.js';
import { COUNT, type Side } from './side.js';
import { systemSide } from './system-side.js';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
const LIMIT_MS = 60_000;
/** What the last event causes is done after this time. */
const SETTLE_MS = 1_500;

const MEASURED = ['fired', 'cancelled', 'released'] as const;
type Figures = Record<(typeof MEASURED)[number] | 'cpu', number[]>;

/**
 * All orders of a big sale expire in the same instant. This benchmark measures how late each order is cancelled, and how
 * late each ticket is on sale again, in turn with the floor of it. In the first round the processes have just started; a
 * system that runs is like the others.
 */
export async function expiry(): Promise<Row[]> {
  console.log(
    `${COUNT} orders that expire in the same instant, ${ROUNDS} times, and beside them their floor`,
  );
  const running = await RunningSystem.start({ expirationWindowSeconds: 900 });
  try {
    const system = await systemSide(running);
    const floor = await floorSide(running);
    const { processes } = running.system.state();
    const figures = { system: none(), floor: none() };
    for (let round = 1; round <= ROUNDS; round++)
      for (const side of [system, floor]) {
        console.log(`  round ${round}, ${side.name}`);
        const measured = await measure(side, processes);
        if (round > 1)
          for (const what of [...MEASURED, 'cpu'] as const) figures[side.name][what].push(measured[what]);
      }
    const wrong = await system.wrong();
    await Promise.all([system.close(), floor.close()]);
    const row = (text: string, what: keyof Figures, goal?: string) =>
      besideEachOther(text, figures.system[what], figures.floor[what], goal);
    return [
      row(`${COUNT} orders expire at once: timer fired, p99, ms late`, 'fired'),
      row('  order cancelled, p99, ms late', 'cancelled', '500 ms'),
      row('  ticket on sale again, p99, ms late', 'released', '700 ms'),
      row('  CPU of each, all processes, µs', 'cpu'),
      { what: '  not cancelled, or cancelled twice', measured: String(wrong), goal: '0' },
    ];
  } finally {
    await running.stop();
  }
}

/** The 99th percentiles of the lateness of one round in ms, and the CPU of an order in µs. */
async function measure(side: Side, processes: { name: string; pid: number }[]) {
  const all = [...processes, ...side.pids.map((pid) => ({ name: 'the floor', pid }))];
  const expiresAt = new Date(Date.now() + side.leadMs);
  await side.place(expiresAt);
  await sleep(expiresAt.getTime() - Date.now() - 500);
  const before = all.map(({ pid }) => cpuOf(pid));
  await eventually(() => {
    const { cancelled, released } = side.heard();
    if (cancelled.length < COUNT) throw new Error(`only ${cancelled.length} orders were cancelled`);
    if (released.length < COUNT) throw new Error(`only ${released.length} tickets were released`);
  }, LIMIT_MS);
  await sleep(SETTLE_MS);
  const used = all.map(({ name, pid }, index) => ({ name, used: (cpuOf(pid) - before[index]!) / COUNT }));
  const { fired, cancelled, released } = side.heard();
  const late = (heard: readonly { at: number }[]) => heard.map(({ at }) => at - expiresAt.getTime());
  print('timer fired, ms late', late(fired));
  print('order cancelled, ms late', late(cancelled));
  print('ticket on sale again, ms late', late(released));
  const cpu = used.reduce((sum, each) => sum + each.used, 0);
  const busy = used.filter((each) => each.used > 0).map((each) => `${each.name} ${Math.round(each.used)}`);
  console.log(`  CPU of each order ${Math.round(cpu)} µs: ${busy.join(', ')}`);
  const p99 = (heard: readonly { at: number }[]) => percentile(late(heard), 0.99);
  return { fired: p99(fired), cancelled: p99(cancelled), released: p99(released), cpu };
}

function none(): Figures {
  return { fired: [], cancelled: [], released: [], cpu: [] };
}
