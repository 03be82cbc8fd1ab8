import { cpus } from 'node:os';
import { expiry } from './expiry/expiry.js';
import { growth } from './growth.js';
import { list } from './list.js';
import { load } from './load/load.js';
import { memory } from './load/memory.js';
import { requests } from './requests.js';
import { size } from './size.js';
import { timers } from './timers.js';
import { printTable, type Row } from './table.js';
import { tracing } from './tracing.js';

const benchmarks: Record<string, () => Promise<Row[]>> = {
  size,
  requests,
  load,
  expiry,
  timers,
  growth,
  list,
  memory,
  tracing,
};
/** These run only by their names: `growth` measures what `requests` does, and the others take too long for every run. */
const BY_NAME = ['requests', 'list', 'memory', 'tracing'];

/** `npm run bench [-- expiry list]`: measures the running system on this machine. */
async function main(names: string[]): Promise<void> {
  const unknown = names.find((name) => !(name in benchmarks));
  if (unknown !== undefined)
    throw new Error(`no benchmark ${unknown}; there are ${Object.keys(benchmarks).join(', ')}`);
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`);
  const rows: Row[] = [];
  const chosen = names.length > 0 ? names : Object.keys(benchmarks).filter((name) => !BY_NAME.includes(name));
  for (const name of chosen) rows.push(...(await benchmarks[name]!()));
  printTable(rows);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
