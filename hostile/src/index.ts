import { parseArgs } from 'node:util';
import { runCommand, wholeNumber } from '@ticketing/processes';
import { countsByRule, descriptorLine, findingLines } from './report.js';
import { runHostile } from './run-hostile.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '2500' },
    only: { type: 'string' },
  },
});

/** `npm run hostile -- --seed 1 --count 2500`: sends hostile requests to a system of its own. Exit code 1 on any finding. */
async function main(): Promise<void> {
  const [seed, count] = [whole('seed'), whole('count')];
  const began = Date.now();
  const result = await runHostile({
    seed,
    count,
    ...(values.only !== undefined && { only: whole('only') }),
    say: (line) => console.log(line),
  });
  const { findings, tally } = result;
  const seconds = ((Date.now() - began) / 1000).toFixed(0);
  console.log(
    ['', tally.table(), '', ...findingLines(findings, { seed, count }), descriptorLine(result)].join('\n'),
  );
  console.log(
    `${tally.sent()} requests over ${result.routes} routes in ${seconds} s, seed ${seed}; findings: ${countsByRule(findings)}`,
  );
  if (findings.length > 0) process.exitCode = 1;
}

function whole(name: 'seed' | 'count' | 'only'): number {
  return wholeNumber(name, values[name]);
}

void runCommand(main);
