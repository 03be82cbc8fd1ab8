import { parseArgs } from 'node:util';
import { UserError } from './supervisor/user-error.js';
import { startSystem, type System } from './system.js';
import { watchSources } from './watch.js';

/**
 * One Ctrl-C often arrives twice: from the terminal and through npm. A person takes longer to press it again.
 */
const SAME_KEYSTROKE_MS = 500;

const say = (line: string) => process.stdout.write(`${line}\n`);
const { values: flags } = parseArgs({
  options: { fresh: { type: 'boolean' }, verbose: { type: 'boolean' }, watch: { type: 'boolean' } },
});

let system: System | undefined;
let stopAskedAt: number | undefined;
const stopping = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, askToStop);
process.on('disconnect', askToStop); // the script that started this process has ended
process.stdout.on('error', () => undefined); // the terminal may have been closed, too
process.stderr.on('error', () => undefined);

void run();

async function run(): Promise<void> {
  try {
    await startSystem({
      ...flags,
      say,
      signal: stopping.signal,
      onCreated: (created) => (system = created),
    });
    if (!stopping.signal.aborted) for (const line of system?.advice() ?? []) say(line);
    if (!stopping.signal.aborted) say(`Ready on ${system?.url}`);
    if (flags.watch && system) watchSources(system, say, stopping.signal);
    await system?.whenStopped();
    say('Stopped');
    process.exit(0);
  } catch (error) {
    if (!stopping.signal.aborted)
      console.error(error instanceof UserError ? `ticketing: ${error.message}` : error);
    process.exit(stopping.signal.aborted ? 0 : 1);
  }
}

function askToStop(): void {
  const now = Date.now();
  if (stopAskedAt === undefined) {
    stopAskedAt = now;
    say('Stopping … (press Ctrl-C again to stop by force)');
    stopping.abort();
  } else if (now - stopAskedAt > SAME_KEYSTROKE_MS) {
    void (system?.forceStop() ?? Promise.resolve()).finally(() => process.exit(130));
  }
}
