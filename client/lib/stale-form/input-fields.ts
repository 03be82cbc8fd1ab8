const SECRET = /passw|secret/i;
/** Next.js writes the action of a form into such fields. */
const ACTION = /^\$ACTION_/;

/** Whether the text of the field with this name is a secret. It is never kept and never shown. */
export function isSecret(name: string): boolean {
  return SECRET.test(name);
}

/** Whether the field with this name holds input that may be kept. */
export function isInput(name: string): boolean {
  return !isSecret(name) && !ACTION.test(name);
}

/** The fields of a form with text that may be kept. */
export function textsToKeep(form: Iterable<[string, FormDataEntryValue]>): [name: string, text: string][] {
  return [...form].filter(
    (field): field is [string, string] => typeof field[1] === 'string' && isInput(field[0]),
  );
}
