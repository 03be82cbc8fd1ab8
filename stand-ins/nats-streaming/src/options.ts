import { parseDuration, parseSize } from './duration.js';
import { DEFAULT_LIMITS, type Limits } from './store/store.js';
import type { HeartbeatOptions } from './streaming/heartbeats.js';

export interface ServerOptions {
  host: string;
  port: number;
  clusterId: string;
  /** Undefined: the memory store. */
  directory: string | undefined;
  limits: Limits;
  heartbeats: HeartbeatOptions;
  log: { file: string | undefined; debug: boolean; trace: boolean };
}

export type Invocation = { run: ServerOptions } | { print: 'help' | 'version' };

/** What stands on the command line is wrong; the message says what. */
export class UsageError extends Error {}

const FLAGS: Readonly<Record<string, string>> = {
  ...alias('addr', 'a', 'addr', 'net'),
  ...alias('port', 'p', 'port'),
  ...alias('cluster', 'cid', 'cluster_id'),
  ...alias('store', 'st', 'store'),
  ...alias('dir', 'dir'),
  ...alias('interval', 'hbi', 'hb_interval'),
  ...alias('timeout', 'hbt', 'hb_timeout'),
  ...alias('failCount', 'hbf', 'hb_fail_count'),
  ...alias('channels', 'mc', 'max_channels'),
  ...alias('subscriptions', 'msu', 'max_subs'),
  ...alias('messages', 'mm', 'max_msgs'),
  ...alias('bytes', 'mb', 'max_bytes'),
  ...alias('age', 'ma', 'max_age'),
  ...alias('log', 'l', 'log'),
};
const SWITCHES: Readonly<Record<string, string>> = {
  ...alias('debug', 'SD', 'stan_debug', 'D', 'debug'),
  ...alias('trace', 'SV', 'stan_trace', 'V', 'trace'),
  ...alias('debugAndTrace', 'SDV', 'DV'),
  ...alias('timestamps', 'T', 'logtime'),
  ...alias('version', 'v', 'version'),
  ...alias('help', 'h', 'help'),
};

/** Reads flags as Go programs do: one dash or two, the value behind a blank or a `=`. */
export function parseOptions(args: readonly string[]): Invocation {
  const values = new Map<string, { flag: string; value: string }>();
  const switches = new Set<string>();
  for (let i = 0; i < args.length; i++) {
    const [, flag, given] = /^--?([^-=][^=]*)(?:=([\s\S]*))?$/.exec(args[i] ?? '') ?? [];
    if (flag === undefined) throw new UsageError(`unexpected argument: ${args[i]}`);
    const name = SWITCHES[flag];
    if (name) {
      if (given === undefined || /^(1|t|true)$/i.test(given)) switches.add(name);
      continue;
    }
    const key = FLAGS[flag];
    if (!key) throw new UsageError(`flag provided but not defined: -${flag}`);
    const value = given ?? args[++i];
    if (value === undefined) throw new UsageError(`flag needs an argument: -${flag}`);
    values.set(key, { flag, value });
  }
  if (switches.has('help')) return { print: 'help' };
  if (switches.has('version')) return { print: 'version' };
  return { run: build(new Values(values), switches) };
}

function build(values: Values, switches: ReadonlySet<string>): ServerOptions {
  const kind = values.text('store', 'MEMORY').toUpperCase();
  if (kind !== 'MEMORY' && kind !== 'FILE')
    throw new UsageError(`unsupported store type: ${kind} (this server has MEMORY and FILE)`);
  const directory = values.text('dir', '');
  if (kind === 'FILE' && directory === '')
    throw new UsageError('for FILE stores, root directory must be specified (-dir)');
  const clusterId = values.text('cluster', 'test-cluster');
  // it becomes one token of the subjects
  if (!/^[a-zA-Z0-9_-]+$/.test(clusterId)) throw new UsageError(`invalid cluster ID "${clusterId}"`);
  const both = switches.has('debugAndTrace');
  return {
    host: values.text('addr', '0.0.0.0'),
    port: values.number('port', 4_222),
    clusterId,
    directory: kind === 'FILE' ? directory : undefined,
    limits: {
      channels: values.number('channels', DEFAULT_LIMITS.channels),
      subscriptions: values.number('subscriptions', DEFAULT_LIMITS.subscriptions),
      messages: values.number('messages', DEFAULT_LIMITS.messages),
      bytes: values.parsed('bytes', DEFAULT_LIMITS.bytes, parseSize),
      ageMs: values.parsed('age', DEFAULT_LIMITS.ageMs, parseDuration),
    },
    heartbeats: {
      intervalMs: values.parsed('interval', 30_000, parseDuration),
      timeoutMs: values.parsed('timeout', 10_000, parseDuration),
      failCount: values.number('failCount', 10),
    },
    log: {
      file: values.text('log', '') || undefined,
      debug: both || switches.has('debug'),
      trace: both || switches.has('trace'),
    },
  };
}

class Values {
  constructor(private readonly values: ReadonlyMap<string, { flag: string; value: string }>) {}

  text(key: string, otherwise: string): string {
    return this.values.get(key)?.value ?? otherwise;
  }

  number(key: string, otherwise: number): number {
    return this.parsed(key, otherwise, (text) => (/^\d+$/.test(text) ? Number(text) : undefined));
  }

  parsed(key: string, otherwise: number, parse: (text: string) => number | undefined): number {
    const given = this.values.get(key);
    if (!given) return otherwise;
    const parsed = parse(given.value);
    if (parsed === undefined) throw new UsageError(`invalid value "${given.value}" for flag -${given.flag}`);
    return parsed;
  }
}

function alias(key: string, ...flags: string[]): Record<string, string> {
  return Object.fromEntries(flags.map((flag) => [flag, key]));
}
