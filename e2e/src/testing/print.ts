/** The figure below which this part of all figures lies, such as 0.99. */
export function percentile(figures: readonly number[], part: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN);
}

/** Prints median, p99 and maximum of some figures on one line. */
export function print(what: string, figures: readonly number[]): void {
  const [median, p99, max] = [0.5, 0.99, 1].map((part) => percentile(figures, part));
  console.log(`  ${what}: median ${median}, p99 ${p99}, max ${max} (n = ${figures.length})`);
}
