import { RunningSystem } from '../testing/running-system.js';
import { type Costs, measureCosts, ROUNDS } from './costs.js';
import { fill } from './fill.js';
import { type Kind, KINDS, Mix, PER_BUYER, PER_ROUND } from './mix.js';
import { besideEachOther, range, type Row } from './table.js';

/** So many tickets and orders are stored before. */
export const FEW = 1_000;
const WARM_UP = 2;
const GOALS: Record<Kind, string> = {
  'POST /api/tickets': '3 ×',
  'GET /api/tickets/:id': '2 ×',
  'GET /api/tickets?limit=20': '2.5 ×',
  'POST /api/orders': '2.5 ×',
  'GET /api/orders?limit=20': '2.5 ×',
};

/** Measures the CPU of each request beside its floor. */
export async function requests(): Promise<Row[]> {
  return onSystem(async (running, mix) => (await amongFew(running, mix)).rows);
}

/** Starts a system for measurements of requests, with its floor. */
export async function onSystem(
  measure: (running: RunningSystem, mix: Mix) => Promise<Row[]>,
): Promise<Row[]> {
  const running = await RunningSystem.start({
    expirationWindowSeconds: 900,
    reservationsPerAccount: PER_BUYER,
    logLevel: 'info',
  });
  try {
    const mix = await Mix.start(running, { withFloor: true });
    try {
      return await measure(running, mix);
    } finally {
      await mix.close();
    }
  } finally {
    await running.stop();
  }
}

/**
 * Measures the CPU of a request in the process that serves it, beside the floor: the same reads and writes on the same
 * databases without anything else. For an order also the CPU of all processes is measured, from the request until the ticket is
 * reserved and the timer is set.
 */
export async function amongFew(running: RunningSystem, mix: Mix): Promise<{ rows: Row[]; costs: Costs }> {
  console.log(
    `CPU per request, 32 at a time, ${PER_ROUND} in a round, ${ROUNDS} rounds after ${WARM_UP} to warm up`,
  );
  await fill(mix.dbs, 0, FEW);
  const { costs, order } = await measureCosts(running, mix, ['system', 'floor'], WARM_UP);
  running.system
    .state()
    .processes.forEach(({ name }, index) =>
      console.log(`  an order in ${name.padEnd(18)} ${range(order.map((each) => each[index]!))} µs`),
    );
  const rows = [
    ...KINDS.map((kind) =>
      besideEachOther(`${kind}, µs beside its floor`, costs[kind].service, costs[kind].floor, GOALS[kind]),
    ),
    {
      what: 'an order, all processes, µs',
      measured: range(order.map((each) => each.reduce((sum, used) => sum + used, 0))),
    },
  ];
  return { rows, costs };
}
