import { accessSync, constants } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { MONGODB_VERSION } from '../mongodb-version.js';
import { log } from '../log.js';
import { parseOptions, UsageError, type Options } from './options.js';
import { MongodServer } from './server.js';
import { LockedError } from '../store/lock.js';

// mongod's exit codes
const EXIT_CLEAN = 0;
const EXIT_BAD_OPTIONS = 2;
const EXIT_ABRUPT = 14;
const EXIT_NET_ERROR = 48;
const EXIT_UNCAUGHT = 100;

const HELP = `Ticketing's stand-in for mongod: a MongoDB server for development and tests on one machine.
Options: --port <n> --dbpath <folder> --bind_ip <ips> --auth --setParameter ttlMonitorSleepSecs=<n> --version --help`;

/** Runs the server until it is told to stop. Resolves as soon as the server listens. */
export async function main(args: readonly string[]): Promise<void> {
  process.stdout.on('error', () => undefined); // the reader of the log may be gone
  let options: Options;
  try {
    options = parseOptions(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = EXIT_BAD_OPTIONS;
    return;
  }
  if (options.version)
    process.stdout.write(`db version v${MONGODB_VERSION}\nBuild Info: stand-in for mongod, of Ticketing\n`);
  else if (options.help) process.stdout.write(`${HELP}\n`);
  else await serve(options);
}

async function serve(options: Options): Promise<void> {
  setFlagsFromString('--max-old-space-size=8192');
  log('I', 'CONTROL', 'MongoDB starting', { pid: process.pid, port: options.port, dbPath: options.dbpath });
  const server = open(options);
  if (!server) return;
  const stop = () => {
    setTimeout(() => process.exit(EXIT_ABRUPT), STOP_LIMIT_MS).unref();
    void server.close().then(() => process.exit(EXIT_CLEAN));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  stopServer = stop;
  try {
    await server.listen();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const errmsg = code === 'EADDRINUSE' ? 'Address already in use' : message;
    log('E', 'CONTROL', 'Error setting up listener', { port: options.port, error: { code: 9001, errmsg } });
    await server.close();
    process.exit(EXIT_NET_ERROR);
  }
  log('I', 'NETWORK', 'Waiting for connections', { port: options.port, ssl: 'off' });
}

const STOP_LIMIT_MS = 30_000;
let stopServer: () => void = () => undefined;

function open(options: Options): MongodServer | undefined {
  const { dbpath, port, bindIp, auth } = options;
  try {
    accessSync(dbpath, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return refuse(
      `NonExistentPath: Data directory ${dbpath} not found or not writable. Create the missing directory or specify another path using --dbpath.`,
    );
  }
  const ttl = options.parameters.get('ttlMonitorSleepSecs') ?? '60';
  if (!/^[1-9]\d*$/.test(ttl))
    return refuse(`BadValue: ttlMonitorSleepSecs must be a whole number of seconds above 0, not '${ttl}'`);
  for (const name of options.parameters.keys())
    if (!['ttlMonitorSleepSecs', 'diagnosticDataCollectionEnabled'].includes(name))
      return refuse(`BadValue: Unknown --setParameter '${name}'`);
  try {
    return new MongodServer({
      port,
      dbpath,
      bindIp,
      auth,
      parameters: { ttlMonitorSleepSecs: Number(ttl) },
      failed: (error) => {
        log('E', 'STORAGE', 'The journal could not be written; the server stops', { error: error.message });
        process.exit(EXIT_ABRUPT);
      },
      shutdown: () => setImmediate(() => stopServer()),
    });
  } catch (error) {
    return refuse(
      error instanceof LockedError ? error.message : `UnrecoverableError: ${(error as Error).message}`,
    );
  }
}

function refuse(error: string): undefined {
  log('E', 'CONTROL', 'DBException in initAndListen, terminating', { error });
  process.exitCode = EXIT_UNCAUGHT;
  return undefined;
}
