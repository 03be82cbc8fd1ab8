import { notSupported } from '../../errors.js';
import { scan, type Token } from './scan.js';

/**
 * MongoDB has PCRE2 10.42, and the build for WebAssembly is of 10.34. This finds the parts of a pattern that
 * the two treat differently, by PCRE2's change log.
 */
export interface Differences {
  /** The answer depends on properties of characters, so newer characters may get another one. */
  byProperties: boolean;
  /** An optimization of 10.34 has a fault with this pattern, so it must be off. */
  withoutStartOptimization: boolean;
}

/** Throws if the pattern has a part whose answer cannot be trusted. */
export function findDifferences(pattern: string, options: string): Differences {
  const tokens = scan(pattern, options.includes('x'));
  const has = (test: (token: Token) => boolean | undefined): boolean => tokens.some(test);
  const refuseIf = (test: boolean, what: string): void => {
    if (test) throw notSupported(`in a regular expression, ${what}`);
  };
  const lookaround = has(({ kind }) => kind === 'lookaround');
  const verbs = has(({ kind }) => kind === 'verb');
  const cased = has(({ bothCases }) => bothCases);

  refuseIf(
    has(({ escape }) => escape === 'C'),
    '\\C',
  );
  refuseIf(has(({ escape }) => escape === 'K') && lookaround, '\\K together with a lookaround');
  refuseIf(
    has(({ property }) => property !== undefined && !KNOWN_PROPERTIES.test(property)),
    'a Unicode property that is not a general category',
  );
  refuseIf(
    has(({ kind, quantified }) => kind === 'end of lookaround' && quantified),
    'a repeated lookaround',
  );
  refuseIf(
    has(({ insideItself }) => insideItself),
    'a back reference to the group that it is in',
  );
  refuseIf(
    has(({ kind }) => kind === 'reset') && has(({ reference }) => reference !== undefined),
    '(?| together with a back reference',
  );
  refuseIf(has(({ kind }) => kind === 'define') && lookaround, '(?(DEFINE) together with a lookaround');
  refuseIf(
    has(({ kind }) => kind === 'version'),
    '(?(VERSION',
  );
  refuseIf(
    has(({ kind }) => kind === 'script run'),
    'a script run',
  );
  refuseIf(
    has(({ kind }) => kind === 'new syntax'),
    '(?* and (?<*',
  );
  refuseIf(
    has(({ text }) => text.startsWith('(*LIMIT_')),
    'the limits (*LIMIT_…)',
  );
  refuseIf(
    has(({ name }) => name !== undefined && !ASCII.test(name)),
    'a group name that is not ASCII',
  );
  refuseIf(
    has(({ kind, text }) => kind === 'verb' && (text.length > MOST_OF_A_VERB || !ASCII.test(text))),
    'a verb (*…) with a long name',
  );
  refuseIf(cased && verbs, 'a class such as [Aa] together with a verb (*…)');
  return {
    byProperties:
      options.includes('i') ||
      has(
        ({ property, escape, text, caseless }) =>
          property !== undefined || escape === 'X' || text === '(*UCP)' || caseless,
      ),
    withoutStartOptimization: cased,
  };
}

/** PCRE2 10.40 gave the names of scripts another meaning and added many names. General categories are the same. */
const KNOWN_PROPERTIES =
  /^\^?(Any|L&|C[cfnos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?|Xan|Xps|Xsp|Xuc|Xwd)$/;

/** Messages of 10.34 for patterns that 10.42 may accept. */
const PERHAPS_VALID = /^(unknown property name|malformed \\P or \\p|subpattern number is too big)/;
const ASCII = /^[\0-\x7f]*$/;
/** PCRE2 allows 255 bytes. */
const MOST_OF_A_VERB = 200;

/** Throws when a pattern that 10.34 cannot compile may be valid in 10.42. */
export function refuseIfPerhapsValid(pattern: string, message: string): void {
  const tooBig = /^number (is )?too big/.test(message) && !/\{\d*,?\d*\}/.test(pattern);
  if (tooBig || PERHAPS_VALID.test(message) || pattern.includes('(*UTF'))
    throw notSupported(`the regular expression /${pattern}/ (${message})`);
}
