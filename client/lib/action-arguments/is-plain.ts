/** React marks what JSON does not have by a text that begins with `$`. Text that begins so itself begins with `$$`. */
const PLAIN_TEXT = /^(?!\$)|^\$\$|^\$(undefined|NaN|-0|-?Infinity)$/;
/** React writes an object that it has written before as the way to it. */
const WAY = /^\$0((?::[^:]+)+)$/;

/** The state of a form of this site goes three deep. Text of 1 MB can go deeper than a function can call itself. */
const DEEPEST = 20;

/**
 * Whether an argument of a server action is one that a form of this site sends: JSON and no reference, except to another part
 * of `all` the arguments. Next.js answers 500 when a reference leads nowhere or an argument has another form.
 */
export function isPlain(value: unknown, all: unknown, depth = 0): boolean {
  if (depth > DEEPEST) return false;
  if (typeof value === 'string') return PLAIN_TEXT.test(value) || leadsToObject(value, all);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every((part) => isPlain(part, all, depth + 1));
}

function leadsToObject(text: string, all: unknown): boolean {
  const [, way] = WAY.exec(text) ?? [];
  if (way === undefined) return false;
  let place: unknown = all;
  for (const name of way.slice(1).split(':')) {
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, name)) return false;
    place = (place as Record<string, unknown>)[name];
  }
  return typeof place === 'object' && place !== null;
}
