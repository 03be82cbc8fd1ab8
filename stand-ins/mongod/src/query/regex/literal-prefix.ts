import type { Regex } from './regex.js';

/**
 * Returns the literal text with which every match of an anchored expression starts, or undefined. An index
 * can seek this text.
 */
export function literalPrefix({ pattern, options }: Regex): string | undefined {
  const anchor = /^(?:\^|\\A)/.exec(pattern)?.[0];
  // With m, ^ also matches behind a newline. An alternative may begin otherwise.
  if (anchor === undefined || /[ix]/.test(options) || pattern.includes('|')) return undefined;
  if (anchor === '^' && options.includes('m')) return undefined;
  const literals: string[] = [];
  let rest = pattern.slice(anchor.length);
  for (;;) {
    const literal = /^(?:\\([^a-zA-Z0-9])|([^\\^$.*+?()[\]{}]))/su.exec(rest);
    if (!literal) break;
    literals.push(literal[1] ?? literal[2] ?? '');
    rest = rest.slice(literal[0].length);
  }
  // Behind these the last character stays as it is. Anything else may make it optional or repeat it.
  if (rest !== '' && !/^(?:[.$^[]|\((?!\?#)|\\[ABDGHNPRSVWXZbdhnprstvwz])/.test(rest)) literals.pop();
  return literals.length === 0 ? undefined : literals.join('');
}
