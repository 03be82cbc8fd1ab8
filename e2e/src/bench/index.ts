import { cpus } from 'node:os';
import { expiry } from './expiry.js';
import { list } from './list.js';
import { requests } from './requests.js';

const benchmarks = { requests, expiry, list };

/** `npm run bench -w e2e [-- expiry list]`: measures the running system on this machine. */
async function main(names: string[]): Promise<void> {
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`);
  for (const name of names.length > 0 ? names : Object.keys(benchmarks)) {
    if (!(name in benchmarks))
      throw new Error(`no benchmark ${name}; there are ${Object.keys(benchmarks).join(', ')}`);
    await benchmarks[name as keyof typeof benchmarks]();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
