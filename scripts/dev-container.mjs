// Runs a service in a dev container. It compiles synced sources, and restarts the service when its compiled code changes.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';

/** The compiler writes all files of one build within this time. */
const QUIET_MS = 300;
/**
 * A service that ends by itself (its database is not there yet) is started again after this time. The container and the
 * synced files stay.
 */
const RETRY_MS = 2_000;

const { WORKSPACE } = process.env;
const program = (...args) => spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });

const compiler = program('node_modules/typescript/bin/tsc', '-b', '-w', '--preserveWatchOutput', WORKSPACE);
let service = start();
let timer;
let ending = false;

process.on('exit', () => compiler.kill());

for (const workspace of ['common', WORKSPACE]) {
  watch(join(workspace, 'dist'), { recursive: true }, (_event, file) => {
    if (file?.endsWith('.js')) startIn(QUIET_MS);
  });
}
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    ending = true;
    clearTimeout(timer);
    if (service) service.kill(signal);
    else process.exit(0);
  });
}

function start() {
  const child = program('--enable-source-maps', join(WORKSPACE, 'dist/index.js'));
  child.once('exit', (code) => {
    if (ending) process.exit(code ?? 1);
    service = undefined;
    if (code !== 0)
      console.error(`${WORKSPACE} ended with ${code}; it is started again in ${RETRY_MS / 1000} s`);
    startIn(code === 0 ? 0 : RETRY_MS);
  });
  return child;
}

/** Starts the service after its old process has ended, because two processes would have one name on the bus. */
function startIn(delay) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (service) service.kill('SIGTERM');
    else service = start();
  }, delay);
}
