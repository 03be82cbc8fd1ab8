import type { RunningSystem } from '../testing/running-system.js';
import { cpuOf } from './cpu.js';
import { type Kind, KINDS, type Meter, type Mix, PER_ROUND, type Side, serviceOf } from './mix.js';

export const ROUNDS = Number(process.env.ROUNDS ?? 3);

/** µs of CPU per request, by round: of the service, of its database, and of the floor in place of the service. */
export type Costs = Record<Kind, { service: number[]; database: number[]; floor: number[] }>;

export interface Measured {
  costs: Costs;
  /** µs of CPU of each process per order, by round. */
  order: number[][];
}

/**
 * Measures the CPU of each kind of request in some rounds. With several sides they take turns, so that a noisy machine is
 * noisy for each of them. The first rounds warm up and do not count.
 */
export async function measureCosts(
  running: RunningSystem,
  mix: Mix,
  sides: readonly Side[],
  warmUp: number,
): Promise<Measured> {
  const costs = Object.fromEntries(
    KINDS.map((kind) => [kind, { service: [], database: [], floor: [] }]),
  ) as unknown as Costs;
  const { processes } = running.system.state();
  const all = () => processes.map(({ pid }) => cpuOf(pid));
  const databaseOf = (kind: Kind) => processes.find(({ name }) => name === `mongodb-${serviceOf(kind)}`)!.pid;
  const order: number[][] = [];
  const meter =
    (side: Side, counts: boolean): Meter =>
    async (kind, send) => {
      const pids = [mix.pidOf(side, kind), databaseOf(kind)];
      const [before, allBefore] = [pids.map(cpuOf), all()];
      const answers = await send();
      if (!counts) return answers;
      const [service, database] = pids.map((pid, index) => (cpuOf(pid) - before[index]!) / PER_ROUND);
      costs[kind][side === 'system' ? 'service' : 'floor'].push(service!);
      if (side === 'system') costs[kind].database.push(database!);
      if (kind === 'POST /api/orders' && side === 'system')
        order.push(all().map((used, index) => (used - allBefore[index]!) / PER_ROUND));
      return answers;
    };
  for (let round = 1 - warmUp; round <= ROUNDS; round++)
    for (const side of round % 2 ? sides : sides.toReversed()) await mix.round(side, meter(side, round > 0));
  return { costs, order };
}
