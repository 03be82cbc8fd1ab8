import { RunningSystem } from '../testing/running-system.js';
import { cpuOf } from './cpu.js';
import { type Kind, KINDS, type Meter, Mix, PER_BUYER, PER_ROUND, type Side } from './mix.js';
import { besideEachOther, range, type Row } from './table.js';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
const WARM_UP = 2;
const GOALS: Record<Kind, string> = {
  'POST /api/tickets': '3 ×',
  'GET /api/tickets/:id': '2 ×',
  'GET /api/tickets?limit=20': '2.5 ×',
  'POST /api/orders': '2.5 ×',
  'GET /api/orders?limit=20': '2.5 ×',
};

/**
 * Measures the CPU of a request in the process that serves it, beside the floor: the same reads and writes on the same
 * databases without anything else. Both are measured in turn, so that a noisy machine is noisy for both. For an order also
 * the CPU of all processes is measured, from the request until the ticket is reserved and the timer is set.
 */
export async function requests(): Promise<Row[]> {
  console.log(
    `CPU per request, 32 at a time, ${PER_ROUND} in a round, ${ROUNDS} rounds after ${WARM_UP} to warm up`,
  );
  const running = await RunningSystem.start({
    expirationWindowSeconds: 900,
    reservationsPerAccount: PER_BUYER,
    logLevel: 'info',
  });
  const mix = await Mix.start(running, { withFloor: true });
  try {
    const costs = Object.fromEntries(
      KINDS.map((kind) => [kind, { system: [] as number[], floor: [] as number[] }]),
    ) as Record<Kind, Record<Side, number[]>>;
    const { processes } = running.system.state();
    const all = () => processes.map(({ pid }) => cpuOf(pid));
    /** µs of CPU of each process per order, by round. */
    const whole: number[][] = [];
    const meter =
      (side: Side, counts: boolean): Meter =>
      async (kind, send) => {
        const pid = mix.pidOf(side, kind);
        const [before, allBefore] = [cpuOf(pid), all()];
        const answers = await send();
        if (!counts) return answers;
        costs[kind][side].push((cpuOf(pid) - before) / PER_ROUND);
        if (kind === 'POST /api/orders' && side === 'system')
          whole.push(all().map((used, index) => (used - allBefore[index]!) / PER_ROUND));
        return answers;
      };
    for (let round = 1 - WARM_UP; round <= ROUNDS; round++) {
      const sides: Side[] = round % 2 ? ['system', 'floor'] : ['floor', 'system'];
      for (const side of sides) await mix.round(side, meter(side, round > 0));
    }
    processes.forEach(({ name }, index) =>
      console.log(`  an order in ${name.padEnd(18)} ${range(whole.map((each) => each[index]!))} µs`),
    );
    return [
      ...KINDS.map((kind) =>
        besideEachOther(`${kind}, µs beside its floor`, costs[kind].system, costs[kind].floor, GOALS[kind]),
      ),
      {
        what: 'an order, all processes, µs',
        measured: range(whole.map((each) => each.reduce((sum, used) => sum + used, 0))),
      },
    ];
  } finally {
    await mix.close();
    await running.stop();
  }
}
