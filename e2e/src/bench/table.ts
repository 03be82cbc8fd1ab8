/** A line of the table that the benchmarks print at the end. */
export interface Row {
  what: string;
  measured: string;
  /** What `measured` is compared with, from the same run. */
  beside?: string;
  /** How many times as much `measured` is. */
  ratio?: number;
  goal?: string;
}

export function printTable(rows: readonly Row[]): void {
  const lines = [
    ['', 'measured', 'beside', 'ratio', 'goal'],
    ...rows.map(({ what, measured, beside, ratio, goal }) => [
      what,
      measured,
      beside ?? '',
      ratio === undefined ? '' : `${ratio.toFixed(2)} ×`,
      goal ?? '',
    ]),
  ];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  console.log();
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('   ')
        .trimEnd(),
    );
}

export function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? NaN;
}

/** The lowest and the highest of some figures. */
export function range(figures: readonly number[]): string {
  return `${Math.round(Math.min(...figures))}–${Math.round(Math.max(...figures))}`;
}

/** The row of a figure that was measured several times beside another one. */
export function besideEachOther(
  what: string,
  measured: readonly number[],
  beside: readonly number[],
  goal?: string,
): Row {
  const ratio = median(measured) / median(beside);
  return {
    what,
    measured: range(measured),
    beside: range(beside),
    ratio,
    ...(goal !== undefined && { goal }),
  };
}
