import { aligned } from './align.js';
import type { CampaignResult } from './campaign.js';

/** The figures of one kind of fault. */
export interface Row {
  kind: string;
  injected: number;
  /** Broken promises in runs with this kind. */
  violations: number;
  medianMs: number;
  maxMs: number;
}

/** One row for each kind; the last row is for all runs. */
export function rows({ runs }: CampaignResult): Row[] {
  const kinds = [...new Set(runs.flatMap((run) => run.kinds))].sort();
  const row = (kind: string, counts: (kinds: string[]) => number): Row => {
    const its = runs.filter((run) => counts(run.kinds) > 0);
    const times = its.map(({ convergeMs }) => convergeMs).sort((a, b) => a - b);
    return {
      kind,
      injected: its.reduce((sum, run) => sum + counts(run.kinds), 0),
      violations: its.reduce((sum, run) => sum + run.violations.length, 0),
      medianMs: times[Math.floor((times.length - 1) / 2)] ?? 0,
      maxMs: times.at(-1) ?? 0,
    };
  };
  return [
    ...kinds.map((kind) => row(kind, (all) => all.filter((each) => each === kind).length)),
    row('all', (all) => all.length),
  ];
}

export function table(result: CampaignResult): string {
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  return aligned([
    ['fault', 'injected', 'violations', 'converged: median s', 'max s'],
    ...rows(result).map((row) => [
      row.kind,
      String(row.injected),
      String(row.violations),
      seconds(row.medianMs),
      seconds(row.maxMs),
    ]),
  ]);
}
