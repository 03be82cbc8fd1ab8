/** One part of a pattern, with what `differences.ts` asks about it. */
export interface Token {
  kind:
    | 'character'
    | 'escape'
    | 'class'
    | 'group'
    | 'lookaround'
    | 'end'
    | 'end of lookaround'
    | 'verb'
    | 'reset'
    | 'define'
    | 'version'
    | 'script run'
    | 'new syntax';
  text: string;
  /** The letter after a backslash. */
  escape?: string;
  /** The name in `\p{…}`. */
  property?: string;
  /** The number or name of the group that a back reference names. */
  reference?: string;
  /** The back reference names a group that is still open. */
  insideItself?: boolean;
  quantified?: boolean;
  /** Perhaps it is a class of the two cases of one letter. */
  bothCases?: boolean;
  /** The name that it gives to a group. */
  name?: string;
  /** It sets the option i. */
  caseless?: boolean;
}

interface Group {
  names: string[];
  lookaround: boolean;
  extended: boolean;
}

/**
 * Cuts a pattern of PCRE2 into its parts. It judges nothing: PCRE2 itself says whether the pattern is right.
 */
export function scan(pattern: string, extended: boolean): Token[] {
  return new Scanner(pattern, extended).tokens();
}

const QUANTIFIER = /^(?:[*+?]|\{\d+(?:,\d*)?\})/;
const OPTIONS = /^\(\?([a-zA-Z^-]*)([):])/;
const LOOKAROUND =
  /^\(\?<?[=!]|^\(\*(?:n?[ap]l[ab]|nap?l[ab]|(?:non_atomic_)?(?:posi|nega)tive_look(?:ahead|behind)):/;
const NAMED = /^\(\?(?:P?<([^>]+)>|'([^']+)')/;
const CONDITION = /^\(\?\((?![?*])([^)]*)\)/;
const REFERENCE = /^\\(?:([1-9]\d*)|g(?:(-?\d+)|\{([^}]+)\})|k(?:<([^>]+)>|'([^']+)'|\{([^}]+)\}))/;
const PROPERTY = /^\\[pP](?:\{([^}]*)\}?|(.?))/su;
const POSIX_CLASS = /^\[([:.=])[^\]]*?\1\]/;

class Scanner {
  private at = 0;
  private readonly found: Token[] = [];
  private readonly open: Group[] = [];
  private groups = 0;

  constructor(
    private readonly pattern: string,
    private extended: boolean,
  ) {}

  tokens(): Token[] {
    while (this.at < this.pattern.length) {
      if (this.comment()) continue;
      const quantifier = this.match(QUANTIFIER);
      const last = this.found.at(-1);
      if (quantifier && last) {
        last.quantified = true;
        this.at += quantifier[0].length;
      } else this.found.push(this.next());
    }
    return this.found;
  }

  /** Skips what PCRE2 skips between an item and its quantifier. */
  private comment(): boolean {
    const comment =
      this.match(/^\(\?#[^)]*\)?/) ??
      this.match(/^\\E/) ??
      (this.extended ? this.match(/^(?:[\t-\r \x85\u200e\u200f\u2028\u2029]|#[^\n]*\n?)/) : null);
    this.at += comment?.[0].length ?? 0;
    return comment !== null;
  }

  private next(): Token {
    switch (this.pattern[this.at]) {
      case '\\':
        return this.escape();
      case '[':
        return this.class();
      case '(':
        return this.group();
      case ')':
        return this.end();
    }
    return this.take('character', this.match(/^./su)?.[0] ?? '');
  }

  private escape(): Token {
    const quoted = this.match(/^\\Q(.*?)(?:\\E|$)/s);
    if (quoted) return this.take('character', quoted[0]);
    const property = this.match(PROPERTY);
    if (property) return { ...this.take('escape', property[0]), property: property[1] ?? property[2] ?? '' };
    const reference = this.match(REFERENCE);
    if (reference)
      return this.reference(reference[0], reference.slice(1).find((name) => name !== undefined) ?? '');
    const text = this.match(/^\\(?:c.|[xoN]\{[^}]*\}|.)?/su)?.[0] ?? '\\';
    return { ...this.take('escape', text), escape: text[1] };
  }

  private reference(text: string, name: string): Token {
    const target = name.startsWith('-') ? String(this.groups + 1 + Number(name)) : name;
    const insideItself = this.open.some(({ names }) => names.includes(target));
    return { ...this.take('escape', text), reference: target, insideItself };
  }

  private class(): Token {
    const start = this.at;
    this.at += this.match(/^\[\^?\]?/)?.[0].length ?? 1;
    const token: Token = { kind: 'class', text: '' };
    while (this.at < this.pattern.length && this.pattern[this.at] !== ']') {
      const posix = this.match(POSIX_CLASS);
      if (posix) this.at += posix[0].length;
      else if (this.pattern[this.at] === '\\') {
        const { property, escape } = this.escape();
        if (property !== undefined) this.found.push({ kind: 'escape', text: '', property });
        if (escape === 'C') token.escape = escape;
      } else this.at++;
    }
    this.at++;
    token.text = this.pattern.slice(start, this.at);
    const [first, second] = /^\[(.)(.)\]$/su.exec(token.text)?.slice(1) ?? [];
    token.bothCases =
      (first !== undefined && first.toLowerCase() === second?.toLowerCase()) || /\\[xo\d]/.test(token.text);
    return token;
  }

  private group(): Token {
    const { extended } = this;
    const lookaround = this.match(LOOKAROUND);
    if (lookaround) return this.opened(this.take('lookaround', lookaround[0]), []);
    const scripts = this.match(/^\(\*(?:a(?:tomic_)?)?s(?:cript_)?r(?:un)?:/);
    if (scripts) return this.opened(this.take('script run', scripts[0]), []);
    const atomic = this.match(/^\(\*atomic:/);
    if (atomic) return this.opened(this.take('group', atomic[0]), []);
    const verb = this.match(/^\(\*[^):]*(?::[^)]*)?\)?/);
    if (verb)
      return verb[0].endsWith(')') ? this.take('verb', verb[0]) : this.opened(this.take('verb', '(*'), []);
    const backwards = this.match(/^\(\?P=([^)]+)\)/);
    if (backwards) return this.reference(backwards[0], backwards[1] ?? '');
    const options = this.match(OPTIONS);
    if (options) {
      const [text, letters = '', end] = options;
      const [on = ''] = letters.split('-');
      const token = { ...this.take('group', text), caseless: on.includes('i') };
      if (end === ':') this.open.push({ names: [], lookaround: false, extended });
      if (on.includes('x')) this.extended = true;
      else if (on.includes('^') || letters.split('-')[1]?.includes('x')) this.extended = false;
      return token;
    }
    if (this.match(/^\(\?<?\*/)) return this.opened(this.take('new syntax', '(?'), []);
    if (this.match(/^\(\?\|/)) return this.opened(this.take('reset', '(?|'), []);
    const condition = this.match(CONDITION);
    if (condition) {
      const [text, name = ''] = condition;
      const kind = name.startsWith('VERSION') ? 'version' : name === 'DEFINE' ? 'define' : 'group';
      return this.opened(this.take(kind, text), []);
    }
    const named = this.match(NAMED);
    if (named) {
      const name = named[1] ?? named[2] ?? '';
      return { ...this.opened(this.take('group', named[0]), [String(++this.groups), name]), name };
    }
    const special = this.match(/^\(\?(?:[>:]|(?=\())/);
    if (special) return this.opened(this.take('group', special[0]), []);
    // The rest of (?… are calls of groups and callouts, which end at their parenthesis
    const call = this.match(/^\(\?[^)]*\)?/);
    if (call) return this.take('group', call[0]);
    return this.opened(this.take('group', '('), [String(++this.groups)]);
  }

  private opened(token: Token, names: string[]): Token {
    this.open.push({ names, lookaround: token.kind === 'lookaround', extended: this.extended });
    return token;
  }

  private end(): Token {
    const group = this.open.pop();
    if (group) this.extended = group.extended;
    return this.take(group?.lookaround ? 'end of lookaround' : 'end', ')');
  }

  private take(kind: Token['kind'], text: string): Token {
    this.at += text.length;
    return { kind, text };
  }

  private match(expression: RegExp): RegExpExecArray | null {
    return expression.exec(this.pattern.slice(this.at));
  }
}
