import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Runs a process with this code, which says when it is ready for a signal. Resolves to its exit code and its signal. */
async function exitOf(code: string, signal?: NodeJS.Signals): Promise<[number | null, string | null]> {
  const text = `await import(process.env.FILE);\n${code}\nconsole.log('ready'); setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
    env: { ...process.env, FILE: join(__dirname, 'exit-code.mjs') },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
  if (signal) {
    await once(child.stdout, 'data');
    child.kill(signal);
  }
  return exit;
}
/** What Next.js does: it takes some time, and then exits with 128 and the number of the signal. */
const NEXT = `
  for (const [signal, number] of [['SIGTERM', 15], ['SIGINT', 2]])
    process.on(signal, () => setTimeout(() => process.exit(128 + number), 50));`;

it.each(['SIGTERM', 'SIGINT'] as const)('turns a stop in good order after %s into 0', async (signal) => {
  expect(await exitOf(NEXT, signal)).toEqual([0, null]);
});

it.each([1, 3, 134])('keeps the exit code %s of a failure', async (code) => {
  expect(await exitOf(`process.exit(${code});`)).toEqual([code, null]);
});

it('keeps the code of an error that nobody caught', async () => {
  expect(await exitOf(`throw new Error('broken');`)).toEqual([1, null]);
});

it('hides no signal that ended the process at once', async () => {
  expect(await exitOf('', 'SIGTERM')).toEqual([null, 'SIGTERM']);
});
