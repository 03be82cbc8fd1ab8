import type { Finding } from './judge/finding.js';
import type { Counts } from './judge/processes.js';
import type { RunOptions, RunResult } from './run-hostile.js';

const MOST_OF_A_KIND = 12;

/** The lines that tell of the findings, with the command that sends a request again. */
export function findingLines(
  findings: readonly Finding[],
  { seed, count }: Pick<RunOptions, 'seed' | 'count'>,
): string[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const name = [finding.rule, finding.kind, finding.route].filter(Boolean).join(' · ');
    groups.set(name, [...(groups.get(name) ?? []), finding]);
  }
  return [...groups].flatMap(([name, its]) => [
    `FINDING ${name}${its.length > 1 ? ` (${its.length})` : ''}`,
    ...its.slice(0, MOST_OF_A_KIND).map(({ what, index }) => {
      const again =
        index === undefined
          ? ''
          : `   again: npm run hostile -- --seed ${seed} --count ${count} --only ${index}`;
      return `  ${what.replaceAll('\n', ' ').slice(0, 400)}${again}`;
    }),
    ...(its.length > MOST_OF_A_KIND ? [`  and ${its.length - MOST_OF_A_KIND} more`] : []),
  ]);
}

/** How many findings each rule has. */
export function countsByRule(findings: readonly Finding[]): string {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts].map(([rule, count]) => `${rule}: ${count}`).join(', ') || 'none';
}

export function descriptorLine({ descriptors: { before, after } }: RunResult): string {
  const line = (count: (counts: Counts) => number) =>
    Object.entries(before)
      .map(([name, counts]) => `${name} ${count(counts)}→${after[name] ? count(after[name]) : 0}`)
      .join(', ') || 'not counted';
  const pooled = (counts: Counts) => Object.values(counts.pooled).reduce((sum, count) => sum + count, 0);
  return `descriptors before→after: ${line(({ own }) => own)}\nconnections in pools: ${line(pooled)}`;
}
