import type { FaultKind, Limits, PlannedFault } from './fault.js';
import type { Random } from './random.js';

/** The faults of a run; each begins `atMs` after the load began. */
export interface Plan {
  steps: { atMs: number; fault: PlannedFault }[];
}

const CALM_MS = 1_200;
const MOST_AT_ONCE = 4;

/** Draws the faults of one run: a few one after the other, or several at once. */
export function drawPlan(random: Random, kinds: readonly FaultKind[], limits: Limits): Plan {
  const weights = Object.fromEntries(kinds.map(({ name, weight }) => [name, weight]));
  const one = () => {
    const drawn = random.weighted(weights);
    return kinds.find(({ name }) => name === drawn)!.draw(random, limits);
  };
  const atOnce = random.chance(0.4);
  const count = atOnce ? random.int(2, MOST_AT_ONCE) : random.int(1, 3);
  let atMs = CALM_MS;
  const steps = Array.from({ length: count }, () => {
    const step = { atMs, fault: one() };
    atMs += atOnce ? random.int(0, 700) : Math.min(step.fault.durationMs, 5_000) + random.int(300, 2_500);
    return step;
  });
  return { steps };
}

export function describePlan({ steps }: Plan): string[] {
  return steps.map(({ atMs, fault }) => `${(atMs / 1000).toFixed(1)} s: ${describeFault(fault)}`);
}

export function describeFault({ kind, target, detail, durationMs }: PlannedFault): string {
  const figures = Object.entries(detail).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const lasting = durationMs > 0 ? [`for ${(durationMs / 1000).toFixed(1)} s`] : [];
  return `${kind} (${target}) ${[...lasting, ...figures].join(', ')}`.trim();
}
