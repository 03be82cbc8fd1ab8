// `npm start` and `npm run dev` set up everything that is missing, and run the system until they are told to stop.
//
// The scripts in package.json begin with `exec`: npm passes SIGINT and SIGTERM on to the shell that it starts, and a shell
// that waits for this process would not pass them on.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, SIGNALS, SetupError, main, setup } from './setup.mjs';

const HELP = `Runs the whole system on this machine: npm start [-- flags]

  --demo      fill it with tickets, and with people who buy them (npm run demo)
  --fresh     delete the data of earlier runs
  --watch     compile and restart services when their code changes (npm run dev)
  --verbose   show every line that the services log
  --help      show this

Settings, as environment variables: PORT (3000), DASHBOARD_PORT (3001 if it is free; off: no dashboard),
EXPIRATION_WINDOW_SECONDS (900), RESERVATIONS_PER_ACCOUNT (6), TICKETING_DATA_DIR (.local),
TICKETING_INSTANCES (orders=2,tickets=2), LOG_LEVEL (info), REDIS_HOST and REDIS_PORT (a running Redis),
TICKETING_MONGOD (download, or the path of a mongod), TICKETING_NATS_STREAMING (the path of a nats-streaming-server),
STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET (pay at Stripe itself)`;

const FLAGS = { demo: {}, fresh: {}, watch: {}, verbose: {}, help: {} };
for (const flag of Object.values(FLAGS)) flag.type = 'boolean';

await main(async () => {
  const flags = readFlags();
  if (flags.help) return console.log(HELP);
  const bundled = !flags.watch;
  await setup({ site: !flags.watch, bundles: bundled });
  return supervise(Object.keys({ ...flags, ...(bundled && { bundled }) }).map((name) => `--${name}`));
});

function readFlags() {
  try {
    return parseArgs({ options: FLAGS, strict: true }).values;
  } catch (error) {
    throw new SetupError(`${error.message.split('. ')[0]}; --help lists all flags`);
  }
}

/**
 * The supervisor gets a session of its own. So Ctrl-C does not reach its children, and the supervisor stops them in order.
 */
function supervise(args) {
  const forDevelopers = args.includes('--watch') ? ['--enable-source-maps'] : [];
  const child = spawn(process.execPath, [...forDevelopers, join(ROOT, 'local/dist/main.js'), ...args], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'], // the channel closes when this process dies
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.exitCode = code ?? 128 + constants.signals[signal];
      resolve();
    });
  });
}
