import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Interference } from '@ticketing/local';
import type { Violation } from './checker/violation.js';
import type { FaultKind, Limits } from './fault.js';
import { crashes } from './instrument/crash-point.js';
import { FAULT_KINDS } from './kinds/index.js';
import { describePlan, drawPlan } from './plan.js';
import { Random } from './random.js';
import { playRun, type RunResult } from './run.js';
import { Stage } from './stage.js';

export interface CampaignOptions extends Partial<Limits> {
  seed: number;
  /** The numbers of the runs. */
  runs: Iterable<number>;
  /** What is drawn from; all kinds when left out. */
  kinds?: readonly FaultKind[];
  /** How long an order reserves its ticket; 4 when left out. */
  windowSeconds?: number;
  sellers?: number;
  buyers?: number;
  /** So many runs share a system and its data; 10 when left out. */
  runsPerSystem?: number;
  /** Where the history goes; a temporary folder when left out. It is kept when a promise was broken. */
  folder?: string;
  /** What is added to the environment of each instance; crash points when left out. */
  env?: Interference['env'];
  say?: (line: string) => void;
  /** Ends the campaign after the run that is on. */
  signal?: AbortSignal;
}

export interface CampaignResult {
  seed: number;
  folder: string;
  runs: RunResult[];
  /** What was broken apart from a run: something was left when a system was stopped. */
  leaks: string[];
}

/** Plays runs, each with faults of its own, on running systems with fresh data. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const { seed, runs, kinds = FAULT_KINDS, runsPerSystem = 10, longestMs = 60_000, signal } = options;
  const say = options.say ?? (() => undefined);
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'ticketing-faults-')));
  const result: CampaignResult = { seed, folder, runs: [], leaks: [] };
  let stage: Stage | undefined;
  let stageFolder = '';
  let played = 0;
  let broken = false;
  const known = new Set<string>();

  const leave = async () => {
    if (!stage) return;
    const left = await stage.close();
    result.leaks.push(...left);
    if (!broken && left.length === 0) await rm(stageFolder, { recursive: true, force: true });
    stage = undefined;
    broken = false;
    played = 0;
    known.clear();
  };

  try {
    for (const run of runs) {
      if (signal?.aborted) break;
      if (played >= runsPerSystem || broken) await leave();
      if (!stage) {
        stageFolder = join(folder, `from-run-${run}`);
        const { windowSeconds = 4, sellers = 3, buyers = 10, env = crashes.env } = options;
        stage = await Stage.start({
          folder: stageFolder,
          windowSeconds,
          sellers,
          buyers,
          env,
        });
      }
      const random = new Random(seed, [run]);
      const plan = drawPlan(random.stream('plan'), kinds, { longestMs });
      say(`run ${run}`);
      for (const line of describePlan(plan)) say(`  ${line}`);
      const played1 = await playRun(run, plan, random, stage);
      const violations = played1.violations.filter((each) => isNew(known, each));
      result.runs.push({ ...played1, violations });
      broken ||= violations.length > 0;
      played++;
      const { calls, convergeMs } = played1;
      say(
        `  ${calls} calls, converged after ${(convergeMs / 1000).toFixed(1)} s, ${violations.length} violations`,
      );
      for (const { rule, of, what } of violations) say(`  VIOLATION ${rule}: ${of}: ${what}`);
      if (violations.length > 0) say(`  history: ${stageFolder}`);
    }
  } finally {
    await leave();
    crashes.remove();
  }
  return result;
}

/** The history is judged as a whole after each run: what was found before is not news. */
function isNew(known: Set<string>, { rule, of, what }: Violation): boolean {
  const key = `${rule} ${of} ${what}`;
  if (known.has(key)) return false;
  known.add(key);
  return true;
}
