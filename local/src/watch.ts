import { spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { serviceNames } from '@ticketing/system';
import type { System } from './system.js';

/** The compiler writes all files of one build within this time. */
const QUIET_MS = 300;
const ROOT = join(__dirname, '../..');

/** Compiles sources that change, and restarts the services whose code has changed. A change in `common` restarts all. */
export function watchSources(system: System, say: (line: string) => void, signal: AbortSignal): void {
  const compiler = spawn(
    process.execPath,
    [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b', '-w', '--preserveWatchOutput', ...serviceNames],
    { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], signal },
  );
  compiler.on('error', () => undefined); // the signal has ended it
  if (compiler.pid !== undefined) system.guardAlso(compiler.pid);

  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let restarts = Promise.resolve();
  for (const workspace of ['common', ...serviceNames]) {
    const dist = join(ROOT, workspace, 'dist');
    if (!existsSync(dist)) continue;
    watch(dist, { recursive: true, signal }, (_event, file) => {
      if (!file?.endsWith('.js')) return;
      changed.add(workspace);
      clearTimeout(timer);
      timer = setTimeout(() => (restarts = restarts.then(restartChanged)), QUIET_MS);
    });
  }

  async function restartChanged(): Promise<void> {
    const names = changed.has('common') ? [...serviceNames] : [...changed];
    changed.clear();
    if (names.length === 0 || signal.aborted) return;
    const affected = system.processNames().filter((name) => names.some((each) => isInstanceOf(name, each)));
    say(`Restarting ${affected.join(', ')} …`);
    const results = await Promise.allSettled(affected.map((name) => system.process(name).restart()));
    if (signal.aborted) return;
    const failures = results.filter((result) => result.status === 'rejected');
    for (const { reason } of failures) say(system.explain(reason as Error));
    say(failures.length === 0 ? `Ready on ${system.url}` : 'Waiting for the next change');
  }
}

function isInstanceOf(name: string, service: string): boolean {
  return name === service || name.startsWith(`${service}-`);
}
