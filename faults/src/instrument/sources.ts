import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { INSTRUMENTED } from '../system.js';
import { instrument, type Point } from './instrument.js';

export const ROOT = join(__dirname, '../../..');

/** The folders with commands of operators, by workspace. No service runs them. */
const COMMANDS: Readonly<Record<string, string>> = { common: 'replay', payments: 'compare' };

/** The source file that a built file comes from, `orders/src/app.ts`; undefined for a file that is no service's. */
export function sourceOf(file: string): string | undefined {
  const [workspace, folder, ...path] = relative(ROOT, file).split(sep);
  if (folder !== 'dist' || !INSTRUMENTED.includes(workspace!)) return undefined;
  if (COMMANDS[workspace!] === path[0]) return undefined;
  return [workspace, 'src', ...path].join('/').replace(/\.js$/, '.ts');
}

/** The built files of all services and of the code they share. */
export function builtFiles(): string[] {
  return INSTRUMENTED.flatMap((workspace) => {
    const dist = join(ROOT, workspace, 'dist');
    return readdirSync(dist, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.js'))
      .map((path) => join(dist, path))
      .filter((file) => {
        const source = sourceOf(file);
        return source !== undefined && existsSync(join(ROOT, source));
      })
      .sort();
  });
}

/** Every point at which a service can die with something half done, as the built code is now. */
export function crashPoints(): Point[] {
  return builtFiles().flatMap((file) => instrument(readFileSync(file, 'utf8'), sourceOf(file)!).points);
}
