import { parseDuration, parseSize } from './duration.js';
import { IGNORED, missingFlag } from './real-flags.js';
import { DEFAULT_LIMITS, type Limits } from './store/store.js';
import type { HeartbeatOptions } from './streaming/heartbeats.js';

export interface ServerOptions {
  host: string;
  port: number;
  /** The port on which it tells over HTTP what it does. Undefined means that it does not. */
  monitoringPort: number | undefined;
  clusterId: string;
  /** The directory of the file store. Undefined means the memory store. */
  directory: string | undefined;
  /** The file with the users. Without it, and without `user`, everybody may do everything. */
  configFile: string | undefined;
  /** The only user, if the file has none. */
  user: { user: string; password: string } | undefined;
  /** The file to write the process id to. */
  pidFile: string | undefined;
  /** The files with the certificate and its key. With them every connection must have TLS. */
  tls: { cert: string; key: string } | undefined;
  limits: Limits;
  heartbeats: HeartbeatOptions;
  log: { file: string | undefined; debug: boolean; trace: boolean; timestamps: boolean };
}

export type Invocation = { run: ServerOptions } | { print: 'help' | 'version' };

/** The command line is wrong. The message names the mistake. */
export class UsageError extends Error {}

const FLAGS = byFlag({
  addr: ['a', 'addr', 'net'],
  port: ['p', 'port'],
  monitoringPort: ['m', 'http_port'],
  cluster: ['cid', 'cluster_id'],
  store: ['st', 'store'],
  dir: ['dir'],
  config: ['c', 'config'],
  streamingConfig: ['sc', 'stan_config'],
  user: ['user'],
  password: ['pass'],
  pid: ['P', 'pid'],
  interval: ['hbi', 'hb_interval'],
  timeout: ['hbt', 'hb_timeout'],
  failCount: ['hbf', 'hb_fail_count'],
  channels: ['mc', 'max_channels'],
  subscriptions: ['msu', 'max_subs'],
  messages: ['mm', 'max_msgs'],
  bytes: ['mb', 'max_bytes'],
  age: ['ma', 'max_age'],
  log: ['l', 'log'],
  cert: ['tlscert'],
  key: ['tlskey'],
  ignored: IGNORED.flags,
});
const SWITCHES = byFlag({
  tls: ['tls'],
  debug: ['SD', 'stan_debug', 'D', 'debug'],
  trace: ['SV', 'stan_trace', 'V', 'trace', 'VV'],
  debugAndTrace: ['SDV', 'DV', 'DVV'],
  timestamps: ['T', 'logtime'],
  version: ['v', 'version'],
  help: ['h', 'help', 'help_tls'],
  ignored: IGNORED.switches,
});

/**
 * Reads flags as Go programs do: with one dash or two, and the value after a blank or a `=`. A switch has its value only
 * after a `=`. Throws a UsageError, also for a flag that only the real server has.
 */
export function parseOptions(args: readonly string[]): Invocation {
  const values = new Map<string, { flag: string; value: string }>();
  const switches = new Map<string, boolean>();
  for (let i = 0; i < args.length; i++) {
    const [, flag, given] = /^--?([^-=][^=]*)(?:=([\s\S]*))?$/.exec(args[i] ?? '') ?? [];
    if (flag === undefined) throw new UsageError(`unexpected argument: ${args[i]}`);
    const name = SWITCHES.get(flag);
    const key = FLAGS.get(flag);
    const missing = missingFlag(flag);
    if (!name && !key && !missing) throw new UsageError(`flag provided but not defined: -${flag}`);
    if (name || missing?.isSwitch) {
      const on = parseSwitch(flag, given ?? 'true');
      if (name) switches.set(name, on);
      else refuse(flag, String(on));
      continue;
    }
    const value = given ?? args[++i];
    if (value === undefined) throw new UsageError(`flag needs an argument: -${flag}`);
    if (key) values.set(key, { flag, value });
    else refuse(flag, value);
  }
  if (switches.get('help')) return { print: 'help' };
  if (switches.get('version')) return { print: 'version' };
  return { run: build(new Values(values), switches) };
}

/** Refuses a flag that only the real server has, unless its value asks for what this server does anyway. */
function refuse(flag: string, value: string): void {
  const missing = missingFlag(flag);
  if (!missing || missing.same.includes(value)) return;
  throw new UsageError(
    `the flag -${flag} is not supported: unlike the real server, this stand-in has no ${missing.what}`,
  );
}

function parseSwitch(flag: string, value: string): boolean {
  if (/^(1|t|T|true|TRUE|True)$/.test(value)) return true;
  if (/^(0|f|F|false|FALSE|False)$/.test(value)) return false;
  throw new UsageError(`invalid boolean value "${value}" for -${flag}`);
}

function build(values: Values, switches: ReadonlyMap<string, boolean>): ServerOptions {
  const kind = values.text('store', 'MEMORY').toUpperCase();
  if (kind !== 'MEMORY' && kind !== 'FILE')
    throw new UsageError(`unsupported store type: ${kind} (this server has MEMORY and FILE)`);
  const directory = values.text('dir', '');
  if (kind === 'FILE' && directory === '')
    throw new UsageError('for FILE stores, root directory must be specified (-dir)');
  const clusterId = values.text('cluster', 'test-cluster');
  // the cluster ID becomes one token of the subjects
  if (!/^[a-zA-Z0-9_-]+$/.test(clusterId)) throw new UsageError(`invalid cluster ID "${clusterId}"`);
  const tls = { cert: values.text('cert', ''), key: values.text('key', '') };
  const isOn = (name: string) => switches.get(name) ?? false;
  if (isOn('tls') && !(tls.cert && tls.key)) throw new UsageError('TLS needs -tlscert and -tlskey');
  const both = isOn('debugAndTrace');
  const configFile = values.text('config', '') || values.text('streamingConfig', '');
  // the real server would read each part of its settings from another file
  if (![configFile, ''].includes(values.text('streamingConfig', '')))
    throw new UsageError('-config and -stan_config name different files, but this server reads only one');
  const user = values.text('user', '');
  return {
    host: values.text('addr', '0.0.0.0'),
    port: values.number('port', 4_222),
    monitoringPort: values.number('monitoringPort', 0) || undefined,
    clusterId,
    directory: kind === 'FILE' ? directory : undefined,
    configFile: configFile || undefined,
    user: user ? { user, password: values.text('password', '') } : undefined,
    pidFile: values.text('pid', '') || undefined,
    tls: isOn('tls') ? tls : undefined,
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
      debug: both || isOn('debug'),
      trace: both || isOn('trace'),
      timestamps: switches.get('timestamps') ?? true,
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

/** Turns the flags of each option around: flag → option. */
function byFlag(options: Record<string, readonly string[]>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(options).flatMap(([option, flags]) => flags.map((flag) => [flag, option] as const)),
  );
}
