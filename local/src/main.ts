import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runDemo } from './demo.js';
import { UserError } from './supervisor/user-error.js';
import { startSystem, type System } from './system.js';
import { watchSources } from './watch.js';

/**
 * One Ctrl-C often arrives twice: from the terminal and through npm. A person takes longer to press it again.
 */
const SAME_KEYSTROKE_MS = 500;

const LONG_START_MS = 8_000;

const say = (line: string) => process.stdout.write(`${line}\n`);
const { values: flags } = parseArgs({
  options: {
    bundled: { type: 'boolean' },
    demo: { type: 'boolean' },
    fresh: { type: 'boolean' },
    verbose: { type: 'boolean' },
    watch: { type: 'boolean' },
  },
});

let system: System | undefined;
/** What is said about the dashboard when it is open. Undefined when there is none. */
let dashboard: Promise<string> | undefined;
let becomeReady = () => undefined as void;
const ready = new Promise<void>((resolve) => (becomeReady = resolve));
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
      dashboard: true,
      onCreated,
    });
    becomeReady();
    if (!stopping.signal.aborted) for (const line of system?.advice() ?? []) say(line);
    if (!stopping.signal.aborted) say(`Ready on ${system?.url}`);
    const aboutDashboard = await dashboard;
    if (aboutDashboard !== undefined && !stopping.signal.aborted) say(aboutDashboard);
    if (flags.demo && system && !stopping.signal.aborted) runDemo(system, say, stopping.signal);
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

function onCreated(created: System): void {
  system = created;
  if (created.dashboardPort !== undefined) dashboard = openedDashboard(created);
}

/** The system runs without its dashboard, too. So all else comes first, but a start that takes long can be watched. */
async function openedDashboard(created: System): Promise<string> {
  await Promise.race([ready, sleep(LONG_START_MS)]);
  try {
    const { openDashboard, surviveDashboard } = await import('./dashboard/index.js');
    surviveDashboard(say);
    return `Dashboard on ${await openDashboard(created)}`;
  } catch (error) {
    return `The dashboard could not be opened: ${(error as Error).message}`;
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
