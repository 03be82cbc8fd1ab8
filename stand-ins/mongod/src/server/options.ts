import { isIP } from 'node:net';

export interface Options {
  port: number;
  dbpath: string;
  bindIp: string[];
  auth: boolean;
  parameters: Map<string, string>;
  version: boolean;
  help: boolean;
}

/** A mistake in the command line. The message is one line for the user. */
export class UsageError extends Error {}

const TAKES_VALUE = new Set([
  '--port',
  '--dbpath',
  '--bind_ip',
  '--storageEngine',
  '--setParameter',
  '--logpath',
  '--journalCommitInterval',
]);
const IGNORED = new Set([
  '--noauth',
  '--quiet',
  '--nounixsocket',
  '--ipv6',
  '--directoryperdb',
  '--logappend',
]);
/** The flags of mongod that need a feature that this server lacks, with the name of that feature. */
const REFUSED: Readonly<Record<string, string>> = {
  '--replSet': 'replica sets (and so transactions and change streams)',
  '--keyFile': 'key files',
  '--configsvr': 'sharding',
  '--shardsvr': 'sharding',
  '--tlsMode': 'TLS',
  '--fork': 'running in the background',
  '--config': 'configuration files',
  '-f': 'configuration files',
};

export function parseOptions(args: readonly string[]): Options {
  const options: Options = {
    port: 27017,
    dbpath: '/data/db',
    bindIp: ['127.0.0.1'],
    auth: false,
    parameters: new Map(),
    version: false,
    help: false,
  };
  for (let i = 0; i < args.length; i++) {
    const [name = '', inline] = (args[i] ?? '').split(/=(.*)/s);
    const refused = REFUSED[name];
    if (refused !== undefined)
      throw new UsageError(`${name}: the stand-in for mongod does not support ${refused}`);
    if (name === '--version') options.version = true;
    else if (name === '--help' || name === '-h') options.help = true;
    else if (name === '--auth') options.auth = true;
    else if (IGNORED.has(name)) continue;
    else if (!TAKES_VALUE.has(name))
      throw new UsageError(`Error parsing command line: unrecognised option '${name}'`);
    else {
      const value = inline ?? args[++i];
      if (value === undefined)
        throw new UsageError(
          `Error parsing command line: the required argument for option '${name}' is missing`,
        );
      apply(options, name, value);
    }
  }
  return options;
}

function apply(options: Options, name: string, value: string): void {
  switch (name) {
    case '--port':
      options.port = Number(value);
      if (!Number.isInteger(options.port) || options.port < 0 || options.port > 65_535)
        throw new UsageError(`error: --port must be between 0 and 65535, not '${value}'`);
      return;
    case '--dbpath':
      options.dbpath = value;
      return;
    case '--bind_ip':
      options.bindIp = value.split(',').map((ip) => (ip === 'localhost' ? '127.0.0.1' : ip));
      if (!options.bindIp.every((ip) => isIP(ip)))
        throw new UsageError(`error: --bind_ip takes IP addresses, not '${value}'`);
      return;
    case '--storageEngine':
      // Clients see no difference between storage engines, so mongodb-memory-server's default is accepted
      if (value !== 'wiredTiger')
        throw new UsageError(`Cannot start server with an unknown storage engine: ${value}`);
      return;
    case '--setParameter': {
      const [parameter = '', setting = ''] = value.split('=');
      options.parameters.set(parameter, setting);
      return;
    }
    case '--logpath':
      throw new UsageError('--logpath: the stand-in for mongod logs to its standard output');
  }
}
