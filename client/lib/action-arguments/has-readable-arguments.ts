import { isPlain } from './is-plain';

const FORM = /^\$K([\da-f]+)$/;

/**
 * Whether a request that the script of a page has sent carries the two arguments that every server action of this site takes:
 * the state of the form before, and the form. React sends them as fields of a form: `0` has both, with `$K1` for the form,
 * whose own fields begin with `_1_`.
 */
export async function hasReadableArguments(request: Request): Promise<boolean> {
  const fields = await request.formData().catch(() => undefined);
  const texts = fields?.getAll('0') ?? [];
  const [text] = texts;
  if (fields === undefined || texts.length !== 1 || typeof text !== 'string') return false;
  const all = parsed(text);
  if (!Array.isArray(all) || all.length !== 2) return false;
  const [state, form] = all as [unknown, unknown];
  const [, id] = (typeof form === 'string' && FORM.exec(form)) || [];
  if (id === undefined || !isPlain(state, all)) return false;
  return [...fields.keys()].every((name) => name === '0' || name.startsWith(`_${id}_`));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
