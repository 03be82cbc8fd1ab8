import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Violation } from '../checker/violation.js';
import type { Mutation } from '../instrument/mutation.js';
import { instrumentation } from '../instrument/settings.js';
import { Random } from '../random.js';
import { playRun } from '../run.js';
import { Stage } from '../stage.js';
import type { Control } from './control.js';

const LOAD_FIRST_MS = 3_000;
const PATIENCE_MS = 8_000;

export interface Verdict {
  violations: Violation[];
  /** The violations of the rules that the control names. */
  expected: Violation[];
  /** From the start of the load to the verdict, in ms. */
  tookMs: number;
}

/** A run with the mechanism off: the checker must find violations. */
export function playWithout(control: Control): Promise<Verdict> {
  const { off, without = [], patienceMs = PATIENCE_MS } = control;
  return play(control, [...without, ...off], patienceMs);
}

/** The same run with the mechanism on: the checker must find nothing. */
export function playWith(control: Control): Promise<Verdict> {
  return play(control, control.without ?? []);
}

async function play(control: Control, mutations: Mutation[], patienceMs?: number): Promise<Verdict> {
  const { fault, breaks, skews = {} } = control;
  const folder = await mkdtemp(join(tmpdir(), 'ticketing-control-'));
  const env = (instance: string) => instrumentation(instance, { mutations, skewMs: skews[instance] ?? 0 });
  const stage = await Stage.start({ folder, windowSeconds: 4, sellers: 3, buyers: 12, env });
  try {
    const began = Date.now();
    const plan = { steps: [{ atMs: LOAD_FIRST_MS, fault }] };
    const { violations } = await playRun(1, plan, new Random(1), stage, patienceMs);
    const expected = violations.filter(({ rule }) => breaks.includes(rule));
    return { violations, expected, tookMs: Date.now() - began };
  } finally {
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  }
}
