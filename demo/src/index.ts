import { runCommand } from '@ticketing/processes';
import { Api } from './api/api.js';
import { runDemo } from './demo.js';
import { findSystem } from './find-system.js';
import { HELP, readOptions } from './options.js';
import { Tally } from './tally.js';

const say = (line: string) => void process.stdout.write(`${line}\n`);
process.stdout.on('error', () => undefined); // the terminal may have been closed

/** Runs until a signal comes. The process ends then, and what somebody was about to do stays as it is. */
async function main(): Promise<void> {
  const { help, seed, rate, url: given } = readOptions(process.argv.slice(2));
  if (help) return say(HELP);
  const url = given ?? findSystem(process.env.TICKETING_DATA_DIR || '.local');
  const tally = new Tally();
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  say(`Demo on ${url}, seed ${seed}`);
  const api = new Api(url, say);
  await api.look();
  await Promise.race([runDemo(api, { seed, rate, say, tally }), stopped]);
  say(`The demo has ended: ${tally.summary()}`);
}

void runCommand(main);
