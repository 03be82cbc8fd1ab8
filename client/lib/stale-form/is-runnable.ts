import { isPlain } from '../action-arguments/is-plain';

const ID = '$ACTION_ID_';
const REFERENCE = '$ACTION_REF_';
const STATE_KEY = '$ACTION_KEY';

/** The page that a form was sent to. */
export interface Page {
  /** Tells whether the page can run an action. */
  knows: (id: string) => boolean;
  /** The path and query of the page. */
  address: string;
}

/**
 * Whether a page can run the action of a form, and show the answer in the form. Next.js writes these hidden fields:
 *
 * - `$ACTION_ID_<id>` names an action;
 * - `$ACTION_REF_<n>` names an action with arguments: `$ACTION_<n>:0` has its id and the number of the field that has the
 *   arguments;
 * - `$ACTION_KEY` names the form. If it names none on the page, React drops the answer, and with it what was typed.
 */
export function isRunnable(form: FormData, { knows, address }: Page): boolean {
  const names = [...form.keys()];
  const ids = names.filter((name) => name.startsWith(ID)).map((name) => name.slice(ID.length));
  const references = names.filter((name) => name.startsWith(REFERENCE));
  for (const reference of references) {
    const id = readReference(form, reference.slice(REFERENCE.length));
    if (id === undefined) return false;
    ids.push(id);
  }
  const keys = form.getAll(STATE_KEY);
  return ids.length > 0 && ids.every(knows) && keys.every((key) => key === `p${address}`);
}

/** The id of an action with arguments; undefined if the arguments cannot be read. */
function readReference(form: FormData, n: string): string | undefined {
  const action = parsed(form.get(`$ACTION_${n}:0`)) as { id?: unknown; bound?: unknown } | null | undefined;
  if (typeof action?.id !== 'string' || typeof action.bound !== 'string') return undefined;
  const [, field] = /^\$@(\w+)$/.exec(action.bound) ?? [];
  const bound = parsed(form.get(`$ACTION_${n}:${field}`));
  return Array.isArray(bound) && bound.every((value) => isPlain(value, undefined)) ? action.id : undefined;
}

/** undefined for a field that is missing or is no JSON */
function parsed(field: FormDataEntryValue | null): unknown {
  try {
    return typeof field === 'string' ? (JSON.parse(field) as unknown) : undefined;
  } catch {
    return undefined;
  }
}
