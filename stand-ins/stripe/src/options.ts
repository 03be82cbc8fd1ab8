import { parseArgs } from 'node:util';
import { parseDuration } from './duration.js';
import { parseFaults } from './faults.js';
import { NO_API_FAULTS, type ApiFaults } from './http/api-faults.js';
import { NO_WEBHOOK_FAULTS, type WebhookFaults } from './webhooks/faults.js';

export interface Options {
  port: number;
  host: string;
  dir: string | undefined;
  secretKey: string;
  publishableKey: string;
  webhookSecret: string;
  webhookUrl: string | undefined;
  /** Only these types of events are sent. Undefined: all. */
  webhookEvents: readonly string[] | undefined;
  webhookFaults: WebhookFaults | undefined;
  apiFaults: ApiFaults | undefined;
  authorisationLastsMs: number;
  latencyMs: number;
}

export const HELP = `Usage: stripe [options]

    --port <number>                 Port to listen on (default: 12111)
    --host <address>                Address to listen on (default: 127.0.0.1)
    --dir <directory>               Keep the data in this directory (default: in memory only)
    --secret-key <key>              sk_test_… (needed)
    --publishable-key <key>         pk_test_… (needed)
    --webhook-secret <secret>       whsec_… (needed with --webhook-url)
    --webhook-url <url>             Send events to this address
    --webhook-events <types>        Send only these: payment_intent.succeeded,charge.refunded (default: all)
    --webhook-faults <faults>       drop=0.2,repeat=0.3,reorder=0.3,forge=0.1,delay=2s,seed=7
    --api-faults <faults>           error=0.1,after=0.1,seed=7 (answer 500 without or with the effect)
    --authorisation-lasts <time>    An authorisation lapses after this time (default: 7d)
    --latency <time>                Each request waits this long before it runs (default: 0s)
    --help                          Show this message`;

/** The command line is wrong. The message names the mistake. */
export class UsageError extends Error {}

const text = { type: 'string' } as const;
const FLAGS = {
  port: text,
  host: text,
  dir: text,
  'secret-key': text,
  'publishable-key': text,
  'webhook-secret': text,
  'webhook-url': text,
  'webhook-events': text,
  'webhook-faults': text,
  'api-faults': text,
  'authorisation-lasts': text,
  latency: text,
  help: { type: 'boolean' },
} as const;

/** @throws UsageError */
export function parseOptions(args: readonly string[]): Options | 'help' {
  const values = read(args);
  if (values.help) return 'help';
  const webhookUrl = values['webhook-url'];
  if (webhookUrl !== undefined && !URL.canParse(webhookUrl))
    throw new UsageError(`bad --webhook-url: ${webhookUrl}`);
  return {
    port: port(values.port ?? '12111'),
    host: values.host ?? '127.0.0.1',
    dir: values.dir,
    secretKey: key('secret-key', 'sk_test_', values['secret-key']),
    publishableKey: key('publishable-key', 'pk_test_', values['publishable-key']),
    webhookSecret: webhookUrl === undefined ? '' : key('webhook-secret', 'whsec_', values['webhook-secret']),
    webhookUrl,
    webhookEvents: values['webhook-events']?.split(','),
    webhookFaults: faults('webhook-faults', values['webhook-faults'], NO_WEBHOOK_FAULTS),
    apiFaults: faults('api-faults', values['api-faults'], NO_API_FAULTS),
    authorisationLastsMs: duration('authorisation-lasts', values['authorisation-lasts'] ?? '7d'),
    latencyMs: duration('latency', values.latency ?? '0s'),
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS, strict: true }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function port(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0 && number < 65_536) return number;
  throw new UsageError(`bad --port: ${value}`);
}

function key(flag: string, prefix: string, value: string | undefined): string {
  if (value === undefined) throw new UsageError(`--${flag} is missing`);
  if (!value.startsWith(prefix)) throw new UsageError(`--${flag} must begin with ${prefix}`);
  return value;
}

function duration(flag: string, value: string): number {
  const ms = parseDuration(value);
  if (ms === undefined) throw new UsageError(`bad --${flag}: ${value} (write 250ms, 2s, 5m, 1h or 7d)`);
  return ms;
}

function faults<T extends { seed: number }>(flag: string, value: string | undefined, none: T): T | undefined {
  if (value === undefined) return undefined;
  try {
    return parseFaults(value, none);
  } catch (error) {
    throw new UsageError(`--${flag}: ${(error as Error).message}`);
  }
}
