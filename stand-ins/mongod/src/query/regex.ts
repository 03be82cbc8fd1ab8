import { BSONRegExp } from 'bson';
import { badValue, CommandError, notSupported } from '../errors.js';

/**
 * Compiles a regular expression of MongoDB (PCRE) as a JavaScript RegExp. Common patterns mean the same in
 * both. Syntax that JavaScript cannot parse is an error. Some PCRE escapes have another meaning here, such as
 * `\A` and `\Z`.
 */
export function toRegExp(operand: unknown, options?: unknown): RegExp {
  let pattern: string;
  let flags = '';
  if (operand instanceof BSONRegExp) {
    pattern = operand.pattern;
    flags = operand.options;
  } else if (typeof operand === 'string') pattern = operand;
  else throw badValue('$regex has to be a string');
  if (options !== undefined) {
    if (typeof options !== 'string') throw badValue('$options has to be a string');
    if (flags !== '') throw new CommandError(51075, 'options set in both $regex and $options');
    flags = options;
  }
  const inline = /^\(\?([imsx]+)\)/.exec(pattern);
  if (inline) {
    pattern = pattern.slice(inline[0].length);
    flags += inline[1];
  }
  for (const flag of flags) {
    if (flag === 'x') throw notSupported('the regular expression option x');
    if (!'imsu'.includes(flag)) throw new CommandError(51108, `invalid flag in regex options: ${flag}`);
  }
  try {
    return new RegExp(pattern, [...new Set(flags)].sort().join(''));
  } catch (error) {
    throw new CommandError(51091, `Regular expression is invalid: ${(error as Error).message}`);
  }
}

/**
 * Returns the literal text with which every match of an anchored expression starts, or undefined. An index
 * can seek this text.
 */
export function literalPrefix(operand: unknown, options?: unknown): string | undefined {
  const regex = toRegExp(operand, options);
  if (/[ims]/.test(regex.flags) || !regex.source.startsWith('^') || regex.source.includes('|'))
    return undefined;
  let prefix = '';
  const { source } = regex;
  for (let at = 1; at < source.length; at++) {
    const char = source[at] ?? '';
    const next = source[at + 1] ?? '';
    if (char === '\\' && /[^a-zA-Z0-9]/.test(next)) {
      if ('*+?{'.includes(source[at + 2] ?? ' ')) break;
      prefix += next;
      at++;
    } else if (/[\^$.*+?()[\]{}\\]/.test(char) || '*?{'.includes(next || ' ')) break;
    else prefix += char;
  }
  return prefix === '' ? undefined : prefix;
}
