import { BSONRegExp } from 'bson';
import { badValue, CommandError, notSupported } from '../../errors.js';
import { findDifferences, refuseIfPerhapsValid, type Differences } from './differences.js';
import { PatternError, TooLargeError } from './pcre2.js';
import { patterns } from './patterns.js';

/** MongoDB builds PCRE2 with these limits. They bound the time and the memory of one match. */
const LIMITS = '(*LIMIT_MATCH=200000)(*LIMIT_DEPTH=4000)';
const LONGEST_PATTERN_BYTES = 32_764;

const ASCII = /^[\0-\x7f]*$/;
/** The characters without a category in Unicode 12.1, and the only one that got another one by Unicode 14. */
const NEW_CHARACTERS = String.raw`[\p{Cn}\x{1734}]`;

/** A regular expression of a query. It is compiled at once, so that a wrong one is an error at once. */
export class Regex {
  private readonly differences: Differences;
  private readonly source: string;

  constructor(
    readonly pattern: string,
    readonly options: string,
  ) {
    checkSyntax(pattern, options);
    this.differences = findDifferences(pattern, options);
    this.source = `${LIMITS}${this.differences.withoutStartOptimization ? '(*NO_START_OPT)' : ''}${pattern}`;
    refusing(`the regular expression /${pattern}/`, () => this.compile());
  }

  test(text: string): boolean {
    const { byProperties } = this.differences;
    return refusing(`matching a text of ${text.length} characters with /${this.pattern}/`, () => {
      if (byProperties && !ASCII.test(text)) refuseNewCharacters(text);
      return patterns.test(this.source, this.flags, text);
    });
  }

  /** A query also finds a stored regular expression that is the same. */
  get itself(): BSONRegExp {
    return Object.assign(new BSONRegExp(this.pattern), { options: this.options });
  }

  private get flags(): string {
    return this.options.replaceAll('u', '');
  }

  private compile(): void {
    try {
      patterns.compile(this.source, this.flags);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      refuseIfPerhapsValid(this.pattern, error.message);
      throw new CommandError(51091, `Regular expression is invalid: ${error.message}`);
    }
  }
}

/** Reads the operand of `$regex`, and of `$options` beside it. */
export function toRegex(operand: unknown, options?: unknown): Regex {
  if (options !== undefined && typeof options !== 'string') throw badValue('$options has to be a string');
  if (typeof operand === 'string') return new Regex(operand, options ?? '');
  if (!(operand instanceof BSONRegExp)) throw badValue('$regex has to be a string');
  if (operand.options !== '' && options !== undefined)
    throw new CommandError(51075, 'options set in both $regex and $options');
  return new Regex(operand.pattern, options ?? operand.options);
}

function checkSyntax(pattern: string, options: string): void {
  if (options.includes('\0'))
    throw badValue('Regular expression options string cannot contain an embedded null byte');
  const wrong = /[^imsux]/u.exec(options)?.[0];
  if (wrong !== undefined) throw new CommandError(51108, `invalid flag in regex options: ${wrong}`);
  if (pattern.includes('\0')) throw badValue('Regular expression cannot contain an embedded null byte');
  if (Buffer.byteLength(pattern) > LONGEST_PATTERN_BYTES)
    throw new CommandError(
      51091,
      'Regular expression is invalid: pattern string is longer than the limit set by the application',
    );
}

/** MongoDB knows the characters of Unicode 14, and the build for WebAssembly those of Unicode 12.1. */
function refuseNewCharacters(text: string): void {
  if (patterns.test(NEW_CHARACTERS, '', text))
    throw notSupported(
      'a regular expression with properties or option i on a character that is newer than Unicode 12.1',
    );
}

function refusing<T>(what: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof TooLargeError) throw notSupported(`${what} (${error.message})`);
    throw error;
  }
}
