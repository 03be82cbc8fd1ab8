import { Gauge } from 'prom-client';
import { withinLimit } from '../async/within-limit.js';
import { collectFailures } from '../telemetry/metrics.js';

/** One value of a gauge. */
export interface Reading<L extends string> {
  labels: Record<L, string>;
  value: number;
}

interface Question<L extends string> {
  name: string;
  help: string;
  labelNames: readonly L[];
  /** Asks for all values of the gauge. The question must be cheap, however much is stored: it needs an index and a limit. */
  ask: () => Promise<readonly Reading<L>[]>;
  /** Scrapes within this time get the same values. Default: 5000 ms. */
  keepMs?: number;
  /** A scrape waits for the answer this long. Default: 2000 ms. */
  limitMs?: number;
}

/**
 * A gauge with values that a database must be asked for. It asks only when somebody looks at the metrics. When the answer
 * does not come in time, or is an error, the gauge has no values and `metrics_collect_failures_total` grows. All other
 * metrics are still shown. A question that was not answered yet is not asked again.
 */
export function askedGauge<L extends string>({
  name,
  help,
  labelNames,
  ask,
  keepMs = 5_000,
  limitMs = 2_000,
}: Question<L>): Gauge<L> {
  let askedAt = -Infinity;
  let looking: Promise<void> | undefined;
  let isOpen = false;

  const askOnce = (): Promise<readonly Reading<L>[]> => {
    if (isOpen) return Promise.reject(new Error(`${name}: the last question is still open`));
    isOpen = true;
    return ask().finally(() => (isOpen = false));
  };
  const look = async () => {
    let readings: readonly Reading<L>[] = [];
    try {
      readings = await withinLimit(askOnce(), limitMs, name);
    } catch {
      collectFailures.inc({ metric: name });
    }
    gauge.reset(); // no value is better than an old one
    for (const { labels, value } of readings) gauge.set(labels, value);
  };
  const gauge: Gauge<L> = new Gauge<L>({
    name,
    help,
    labelNames,
    collect: () => {
      if (performance.now() - askedAt < keepMs) return looking;
      askedAt = performance.now();
      return (looking = look().finally(() => (looking = undefined)));
    },
  });
  collectFailures.inc({ metric: name }, 0);
  return gauge;
}
