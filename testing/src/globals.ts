import { execFileSync } from 'node:child_process';

/**
 * Loads a module in a fresh process, and names the functions of the JavaScript language that the module replaced or
 * added, such as `JSON.stringify`. Such a replacement changes the whole process.
 * @param file the path of the built module.
 */
export function globalsReplacedBy(file: string): string[] {
  const program = `(${compare.toString()})(${JSON.stringify(file)})`;
  return JSON.parse(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' })) as string[];
}

/** The text of this function runs in the fresh process, so it uses nothing else of this file. */
function compare(file: string): void {
  /* eslint-disable @typescript-eslint/no-require-imports -- this is the program of another process */
  const { runInNewContext } = require('node:vm') as typeof import('node:vm');
  const names = runInNewContext('Object.getOwnPropertyNames(globalThis)') as string[];

  function functions(): Map<string, unknown> {
    const found = new Map<string, unknown>();
    const visit = (path: string, value: unknown, depth: number) => {
      if (typeof value === 'function') found.set(path, value);
      if (depth === 0 || value === null || !['object', 'function'].includes(typeof value)) return;
      for (const key of Reflect.ownKeys(value as object)) {
        const parts = Object.entries(Object.getOwnPropertyDescriptor(value, key)!);
        for (const [part, content] of parts) {
          visit(
            `${path}.${String(key)}${part === 'value' ? '' : ` (${part})`}`,
            content,
            key === 'prototype' ? 1 : 0,
          );
        }
      }
    };
    for (const name of names) {
      if (name !== 'globalThis') visit(name, (globalThis as Record<string, unknown>)[name], 1);
    }
    return found;
  }

  const before = functions();
  require(file);
  const replaced = [...functions()].filter(([path, value]) => before.get(path) !== value);
  process.stdout.write(JSON.stringify(replaced.map(([path]) => path)));
}
