import { execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const KEPT_LINES = 25;

/** Runs a program and returns what it printed. Rejects with its error output when it fails. */
export async function output(file: string, args: readonly string[], cwd?: string): Promise<string> {
  const { stdout } = await promisify(execFile)(file, [...args], { maxBuffer: 64 << 20, ...(cwd && { cwd }) });
  return stdout.trim();
}

export async function succeeds(file: string, args: readonly string[]): Promise<boolean> {
  return output(file, args).then(
    () => true,
    () => false,
  );
}

/** Runs a program that takes long. Its output goes to a log file; an error has the last lines of it. */
export async function runLogged(
  file: string,
  args: readonly string[],
  log: string,
  heard: (line: string) => void = () => undefined,
): Promise<void> {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const written = createWriteStream(log, { flags: 'a' });
  const last: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      written.write(`${line}\n`);
      last.push(line);
      if (last.length > KEPT_LINES) last.shift();
      heard(line);
    });
  }
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  written.end();
  if (code === 0) return;
  throw new Error(
    `${file} ended with ${signal ?? `exit code ${code}`} (all of its output is in ${log}):\n${last.join('\n')}`,
  );
}
