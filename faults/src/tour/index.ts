import { parseArgs } from 'node:util';
import { crashPoints } from '../instrument/sources.js';
import { failures, tourTables } from './report.js';
import { crashTour } from './tour.js';
import { UNREACHABLE } from './unreachable.js';

/**
 * `npm run crash-tour -w faults -- [--times 3] [--only outbox]`: an instance dies at every crash point. `--only` is a
 * regular expression on the names of the points. Exits with 1 when a point was never reached or a promise was broken.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { times: { type: 'string', default: '1' }, only: { type: 'string', default: '' } },
  });
  const end = new AbortController();
  process.once('SIGINT', () => end.abort());
  const only = new RegExp(values.only);
  const all = crashPoints();
  const points = all.filter(({ name }) => only.test(name));
  const began = Date.now();
  const result = await crashTour({
    points,
    times: Number(values.times),
    say: (line) => console.log(line),
    signal: end.signal,
  });
  const minutes = ((Date.now() - began) / 60_000).toFixed(1);
  const { visits, violations } = result;
  const kills = visits.map((visit) => visit.kills.length).sort((a, b) => a - b);
  const reached = kills.filter((each) => each > 0).length;
  const total = kills.reduce((sum, each) => sum + each, 0);
  console.log(`\n${tourTables(result)}\n`);
  console.log(`${points.length} points, ${reached} of ${visits.length} moments (point and phase) reached`);
  console.log(`${total} kills, per moment: min ${kills[0]}, median ${kills[kills.length >> 1]}`);
  console.log(`${violations.length} violations, ${minutes} minutes`);
  for (const failure of failures(result, all, UNREACHABLE)) {
    console.log(`FAILED: ${failure}`);
    process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
