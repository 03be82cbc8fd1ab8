/** HTML that may be shown as it is. Only `html` makes it. */
export class Html {
  constructor(private readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

export type Shown = Html | string | number | false | null | undefined | readonly Shown[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Characters that turn the direction of a text, or that nobody sees. What a process prints may try to look like something else. */
const INVISIBLE = /(?![\t\n])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/**
 * A template whose values are escaped, so that a text can never become an element or an attribute. Attributes must have
 * double quotes. A list shows its parts one after the other; `false`, `null` and `undefined` show nothing.
 */
export function html(parts: TemplateStringsArray, ...values: Shown[]): Html {
  return new Html(parts.reduce((text, part, index) => text + show(values[index - 1]) + part));
}

function show(value: Shown): string {
  if (value instanceof Html) return value.toString();
  if (value === undefined || value === null || value === false) return '';
  if (typeof value === 'object') return value.map(show).join('');
  return String(value)
    .replace(INVISIBLE, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`)
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
