import { parseArgs } from 'node:util';
import { crashPoints, type Way } from './point.js';
import { crashTour } from './tour.js';

/** `npm run crash-tour -w faults -- [--times 3] [--only '^relay']`: dies at every crash point, and counts. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { times: { type: 'string', default: '1' }, only: { type: 'string', default: '' } },
  });
  const end = new AbortController();
  process.once('SIGINT', () => end.abort());
  const only = new RegExp(values.only);
  const points = crashPoints().filter(({ name, way }) => only.test(`${way} ${name}`));
  const began = Date.now();
  const { visits, violations } = await crashTour({
    points,
    times: Number(values.times),
    say: (line) => console.log(line),
    signal: end.signal,
  });
  const ways = [...new Set(points.map(({ way }) => way))].sort();
  for (const way of ways)
    printWay(
      way,
      visits.filter(({ point }) => point.way === way),
    );
  const kills = visits.map((visit) => visit.kills).sort((a, b) => a - b);
  console.log(
    `${points.length} points, ${kills.reduce((sum, each) => sum + each, 0)} kills, per point and phase: ` +
      `min ${kills[0]}, median ${kills[kills.length >> 1]}; ${((Date.now() - began) / 60_000).toFixed(1)} minutes`,
  );
  for (const { point, phase } of visits.filter((visit) => visit.kills === 0))
    console.log(`never reached: ${point.name} ${phase}`);
  console.log(`${violations.length} violations`);
  if (violations.length > 0) process.exitCode = 1;
}

function printWay(way: Way, visits: { kills: number }[]): void {
  const reached = visits.filter(({ kills }) => kills > 0).length;
  console.log(`${way.padEnd(9)} ${visits.length / 2} points, ${reached} of ${visits.length} phases reached`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
