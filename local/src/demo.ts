import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { withoutStripe } from './settings.js';
import type { System } from './system.js';

const DEMO = join(__dirname, '../../demo/dist/index.js');
const LABEL = 'demo'.padEnd(16);

/**
 * Runs the demo beside a system that is ready, and shows what it says. It ends with the system: at once when `signal` is
 * aborted, and however this process ends. It uses the public API alone, so it gets no keys.
 */
export function runDemo(system: System, say: (line: string) => void, signal: AbortSignal): void {
  const child = spawn(process.execPath, [DEMO, '--url', system.url], {
    env: withoutStripe(process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) system.guardAlso(child.pid);
  for (const output of [child.stdout, child.stderr])
    createInterface(output).on('line', (line) => say(`${LABEL} | ${line}`));
  child.once('error', (error) => say(`${LABEL} | it did not start: ${error.message}`));
  child.once('exit', (code) => {
    if (!signal.aborted) say(`${LABEL} | it ended with code ${code}; \`npm run demo\` starts it again`);
  });
  signal.addEventListener('abort', () => child.kill(), { once: true });
  process.once('exit', () => child.kill('SIGKILL'));
}
