import { parseArgs } from 'node:util';
import { isLoopback } from './is-loopback.js';

export const HELP = `Fills the running system with tickets, and with people who buy them: npm run demo [-- flags]

  --seed <n>   draws other tickets and other buyers (1)
  --rate <n>   how many tickets people reserve in a minute, 0 to 600 (12); 0: only the opening, and then it ends
  --url <url>  the system, if it is not the one of \`npm start\` in this folder (TICKETING_DATA_DIR names another one)
  --remote     the system may be on another machine. The demo makes accounts whose password everybody can read
  --help       show this

The same seed goes on where it has stopped: no ticket is listed twice. Ctrl-C stops it.`;

export interface Options {
  seed: number;
  /** In a minute. */
  rate: number;
  url?: string;
  help: boolean;
}

const MOST_BUYS = 600;
const LARGEST_SEED = 2 ** 31 - 1;

/** @throws {Error} with a message for the person who typed the arguments. */
export function readOptions(args: readonly string[]): Options {
  const { seed, rate, url, remote, help } = parse(args);
  if (url !== undefined) {
    if (!/^https?:/.test(url) || !URL.canParse(url))
      throw new Error(`--url must be a URL such as http://localhost:3000, not "${url}"`);
    if (!remote && !isLoopback(new URL(url).hostname))
      throw new Error(
        `${new URL(url).hostname} is not this machine. The demo makes accounts whose password everybody can read. ` +
          'If that does no harm there, add --remote',
      );
  }
  return {
    seed: wholeNumber('seed', seed, LARGEST_SEED),
    rate: wholeNumber('rate', rate, MOST_BUYS),
    ...(url === undefined ? {} : { url }),
    help,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string', default: '1' },
        rate: { type: 'string', default: '12' },
        url: { type: 'string' },
        remote: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Error(`${(error as Error).message.split('. ')[0]}; --help lists all flags`, { cause: error });
  }
}

function wholeNumber(flag: string, text: string, most: number): number {
  if (!/^\d{1,10}$/.test(text) || Number(text) > most)
    throw new Error(`--${flag} must be a whole number from 0 to ${most}, not "${text}"`);
  return Number(text);
}
