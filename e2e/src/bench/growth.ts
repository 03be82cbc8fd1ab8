import { measureCosts } from './costs.js';
import { fill } from './fill.js';
import { idleCpu } from './idle.js';
import { KINDS } from './mix.js';
import { amongFew, FEW, onSystem } from './requests.js';
import { besideEachOther, type Row } from './table.js';

const MANY = Number(process.env.MANY ?? 1_000_000);
/** The code is warm already, but the processors' caches are not. */
const WARM_UP = 1;
const IDLE_SECONDS = 6;

/**
 * Measures what `requests` measures, among few tickets and orders. Then it measures the CPU of each request in its service and
 * in the database of that service again, among many, and what the system costs when nobody does anything.
 */
export function growth(): Promise<Row[]> {
  return onSystem(async (running, mix) => {
    const { rows, costs: few } = await amongFew(running, mix);
    console.log(`CPU per request among ${FEW} and among ${MANY} tickets and orders`);
    const began = performance.now();
    await fill(mix.dbs, FEW, MANY);
    console.log(`  ${MANY} of each are stored after ${Math.round((performance.now() - began) / 1000)} s`);
    const { costs: many } = await measureCosts(running, mix, ['system'], WARM_UP);
    const idle = await idleCpu(running, IDLE_SECONDS);
    for (const [name, percent] of Object.entries(idle))
      console.log(`  idle ${name.padEnd(18)} ${percent.toFixed(1)} % of a core`);
    const compared = (where: 'service' | 'database') =>
      KINDS.map((kind) =>
        besideEachOther(
          `${kind}, µs of the ${where}, ${MANY} beside ${FEW}`,
          many[kind][where],
          few[kind][where],
          '1.3 ×',
        ),
      );
    const sum = Object.values(idle).reduce((total, percent) => total + percent, 0);
    return [
      ...rows,
      ...compared('service'),
      ...compared('database'),
      { what: 'idle, all processes, % of a core', measured: sum.toFixed(1) },
    ];
  });
}
