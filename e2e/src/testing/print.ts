/** Prints median, p99 and maximum of some figures on one line. */
export function print(what: string, figures: number[]): void {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN);
  console.log(`  ${what}: median ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)} (n = ${figures.length})`);
}
