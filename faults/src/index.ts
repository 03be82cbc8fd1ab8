import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runCommand, wholeNumber } from '@ticketing/processes';
import { runCampaign } from './campaign.js';
import { Dashboard } from './dashboard.js';
import { FAULT_KINDS } from './kinds/index.js';
import { rows, table } from './table.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    run: { type: 'string' },
    minutes: { type: 'string' },
    longest: { type: 'string', default: '60' },
    folder: { type: 'string' },
    json: { type: 'string' },
    dashboard: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const seed = whole('seed');
  const longest = whole('longest');
  const only = values.only?.split(',') ?? FAULT_KINDS.map(({ name }) => name);
  const unknown = only.filter((name) => !FAULT_KINDS.some((kind) => kind.name === name));
  if (unknown.length > 0)
    throw new Error(
      `no such fault: ${unknown.join(', ')}; there are ${FAULT_KINDS.map((k) => k.name).join(', ')}`,
    );
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      console.log(`${signal}: the campaign ends here; these are its figures so far`);
      end.abort();
    });
  }
  const say = (line: string) => console.log(line);
  const dashboard = values.dashboard ? await Dashboard.choose(say) : undefined;
  const began = Date.now();
  const result = await runCampaign({
    seed,
    longestMs: longest * 1000,
    runs: values.run === undefined ? numbers(began) : [whole('run')],
    kinds: FAULT_KINDS.filter(({ name }) => only.includes(name)),
    signal: end.signal,
    say,
    ...(values.folder === undefined ? {} : { folder: values.folder }),
    ...(dashboard && { dashboard }),
  });
  const minutes = (Date.now() - began) / 60_000;
  console.log(`\n${table(result)}\n`);
  const calls = result.runs.reduce((sum, run) => sum + run.calls, 0);
  console.log(`${result.runs.length} runs, ${calls} calls, ${minutes.toFixed(1)} minutes, seed ${seed}`);
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ ...result, minutes, rows: rows(result) }, null, 2)}\n`);
  const options = `--seed ${seed}${longest === 60 ? '' : ` --longest ${longest}`}${values.only ? ` --only ${values.only}` : ''}`;
  for (const { run, violations } of result.runs.filter((each) => each.violations.length > 0)) {
    console.log(
      `run ${run} broke ${violations.length} promises; again: npm run faults -- ${options} --run ${run}`,
    );
    process.exitCode = 1;
  }
  for (const leak of result.leaks) {
    console.log(`left behind: ${leak}`);
    process.exitCode = 1;
  }
  if (process.exitCode === 1) console.log(`the history: ${result.folder}`);
}

function* numbers(began: number): Generator<number> {
  const isOver = (run: number) =>
    values.minutes === undefined ? run > whole('runs') : Date.now() > began + whole('minutes') * 60_000;
  for (let run = 1; !isOver(run); run++) yield run;
}

function whole(name: 'runs' | 'seed' | 'run' | 'minutes' | 'longest'): number {
  return wholeNumber(name, values[name]);
}

void runCommand(main);
