import { readFileSync } from 'node:fs';

/**
 * Whether a signal such as SIGSTOP keeps a process from running. It still holds its connections and answers nobody.
 * Other systems than Linux do not tell.
 */
export function isFrozen(pid: number, root = '/proc'): boolean {
  try {
    // the name of the program is in parentheses and may have blanks and parentheses (proc(5))
    const text = readFileSync(`${root}/${pid}/stat`, 'utf8');
    return /^[Tt] /.test(text.slice(text.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
