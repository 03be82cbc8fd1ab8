import { judge } from './checker/judge.js';
import type { Violation } from './checker/violation.js';
import { running, unsettled, until } from './converge.js';
import { injectAll } from './inject.js';
import { Market } from './load/market.js';
import { runLoad } from './load/load.js';
import type { Plan } from './plan.js';
import { probe } from './probe.js';
import type { Random } from './random.js';
import type { PaymentState } from './snapshot/snapshot.js';
import { takeSnapshot } from './snapshot/take-snapshot.js';
import type { Stage } from './stage.js';

export interface RunResult {
  run: number;
  /** The kind of each fault that was injected. */
  kinds: string[];
  /** From the end of the last fault until everything agreed again, in ms. */
  convergeMs: number;
  /** From the end of the last fault until all processes were ready, in ms. */
  upMs: number;
  calls: number;
  /** How many payments ended in each way, since the system was started. */
  payments: Record<string, number>;
  /** Timers in Redis whose order has ended. They do no harm, but none should stay. */
  timersLeft: number;
  violations: Violation[];
}

/** All parts may take this long to agree again, and then each order may take as long to end. */
const PATIENCE_MS = 60_000;

/** Plays one run: load, faults, time to settle, verdict. */
export async function playRun(
  run: number,
  plan: Plan,
  random: Random,
  stage: Stage,
  patienceMs = PATIENCE_MS,
): Promise<RunResult> {
  const before = stage.recorder.history.calls.length;
  const end = new AbortController();
  const market = new Market(run);
  const load = runLoad(stage.people, market, stage.bank, random.stream('load'), end.signal);
  const faults = await injectAll(run, plan, stage).finally(() => end.abort());
  await load;
  const lastHealed = Math.max(...faults.map(({ healedAt = 0 }) => healedAt));
  const upMs = Date.now() - lastHealed;

  const { databases } = stage;
  const settled = stage.show(`Run ${run}: the faults are over, and all parts must agree again`);
  const open = await until(databases, unsettled, patienceMs).finally(settled);
  const convergeMs = Date.now() - lastHealed;
  await until(databases, running, patienceMs);
  if (open.length === 0) await probe(run, await databases.read(), stage.people, random.stream('probe'));
  const late = await until(databases, (now, at) => [...unsettled(now, at), ...running(now)], patienceMs);

  const snapshot = await takeSnapshot(stage.system, databases, stage.logs, patienceMs);
  stage.recorder.write('snapshot', snapshot);
  const past = snapshot.orders.filter(({ expiresAt }) => expiresAt < snapshot.takenAt);
  const ended = new Set(past.map(({ id }) => id));
  const violations = judge(stage.recorder.history, snapshot);
  const left = [...open, ...late];
  if (left.length > 0 && violations.length === 0)
    violations.push({ rule: 'convergence', of: `run ${run}`, what: left.slice(0, 5).join(', ') });
  return {
    run,
    kinds: faults.map(({ kind }) => kind),
    convergeMs,
    upMs,
    calls: stage.recorder.history.calls.length - before,
    payments: countOutcomes(snapshot.payments),
    timersLeft: snapshot.timers.filter((id) => ended.has(id)).length,
    violations,
  };
}

function countOutcomes(payments: readonly PaymentState[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome = 'open' } of payments) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
