import type { RunResult } from './run.js';
import { rows, table } from './table.js';

const violation = { rule: 'oversold', of: 'a', what: 'twice' };
const rest = { calls: 10, timersLeft: 0, payments: {}, upMs: 0 };
const runs: RunResult[] = [
  { run: 1, kinds: ['kill', 'cut', 'kill'], convergeMs: 1_000, ...rest, violations: [] },
  { run: 2, kinds: ['kill'], convergeMs: 3_000, ...rest, violations: [violation, violation] },
  { run: 3, kinds: ['kill'], convergeMs: 2_000, ...rest, violations: [] },
];
const result = { seed: 1, folder: '', runs, leaks: [] };

it('has a row for each kind of fault and one for all', () => {
  expect(rows(result)).toEqual([
    { kind: 'cut', injected: 1, violations: 0, medianMs: 1_000, maxMs: 1_000 },
    { kind: 'kill', injected: 4, violations: 2, medianMs: 2_000, maxMs: 3_000 },
    { kind: 'all', injected: 5, violations: 2, medianMs: 2_000, maxMs: 3_000 },
  ]);
  expect(table(result)).toMatch(/^kill +4 +2 +2\.0 +3\.0$/m);
});
