import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultKind, Limits } from './fault.js';
import { crashes } from './instrument/crash-point.js';
import { FAULT_KINDS } from './kinds/index.js';
import { describePlan, drawPlan } from './plan.js';
import { Random } from './random.js';
import { playRun, type RunResult } from './run.js';
import { Stages, type StagesOptions } from './stages.js';

export interface CampaignOptions extends Partial<Limits & StagesOptions> {
  seed: number;
  /** The numbers of the runs. */
  runs: Iterable<number>;
  /** The kinds of faults to draw from; all kinds when left out. */
  kinds?: readonly FaultKind[];
  say?: (line: string) => void;
  /** Ends the campaign at once; the run that is being played does not count. */
  signal?: AbortSignal;
}

export interface CampaignResult {
  seed: number;
  /** This folder has the history and the logs of each stage on which a promise was broken. */
  folder: string;
  runs: RunResult[];
  /** Processes and files that were left when a system was stopped. */
  leaks: string[];
}

const DEFAULTS = {
  windowSeconds: 4,
  sellers: 3,
  buyers: 10,
  runsPerSystem: 10,
  longestMs: 60_000,
  env: crashes.env,
};

/** Plays runs, each with faults of its own, on running systems with fresh data. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'ticketing-faults-')));
  const { seed, runs, longestMs, kinds = FAULT_KINDS, signal, ...rest } = { ...DEFAULTS, ...options };
  const stages = new Stages({ ...rest, folder });
  const results: RunResult[] = [];
  const say = options.say ?? (() => undefined);
  const aborted = new Promise<undefined>((end) => signal?.addEventListener('abort', () => end(undefined)));
  try {
    for (const run of runs) {
      if (signal?.aborted) break;
      const random = new Random(seed, [run]);
      const plan = drawPlan(random.stream('plan'), kinds, { longestMs });
      [`run ${run}`, ...describePlan(plan).map((line) => `  ${line}`)].forEach(say);
      const played = playRun(run, plan, random, await stages.forRun(run));
      const result = await Promise.race([played, aborted]);
      if (!result) break;
      result.violations = stages.news(result.violations);
      results.push(result);
      describeResult(result, stages.place).forEach(say);
      rest.dashboard?.tell(`Run ${run}: the judge has found ${result.violations.length} broken promises`);
    }
  } finally {
    await stages.leave();
    crashes.remove();
  }
  return { seed, folder, runs: results, leaks: stages.leaks };
}

function describeResult(
  { calls, convergeMs, upMs, violations, timersLeft, payments }: RunResult,
  place: string,
): string[] {
  const figures = [
    `${calls} calls`,
    `payments so far: ${Object.entries(payments)
      .map(([outcome, count]) => `${count} ${outcome}`)
      .join(', ')}`,
    `up after ${(upMs / 1000).toFixed(1)} s, converged after ${(convergeMs / 1000).toFixed(1)} s`,
  ];
  if (timersLeft > 0) figures.push(`${timersLeft} timers of ended orders left`);
  return [
    `  ${[...figures, `${violations.length} violations`].join(', ')}`,
    ...violations.map(({ rule, of, what }) => `  VIOLATION ${rule}: ${of}: ${what}`),
    ...(violations.length > 0 ? [`  history: ${place}`] : []),
  ];
}
