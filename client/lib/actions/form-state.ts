import type { ErrorItem, Failure } from '../api/result';
import * as words from '../words';

/** The state of a form that was sent and refused. */
export interface FormState {
  /** The text that was typed, so that nobody must type it twice. It never holds a password. */
  values: Record<string, string>;
  /** One error for each field, by the name of the field. */
  fieldErrors: Record<string, string>;
  /** Errors that belong to no field of the form. */
  formErrors: string[];
  /** Differs each time, so that the form notices a second refusal for the same reason. */
  attempt: number;
}

/** The state of a form with `fields` after the API refused it. */
export function refused(
  failure: Exclude<Failure, { kind: 'unauthorized' }>,
  values: Record<string, string>,
  fields: readonly string[],
): FormState {
  const state: FormState = { values, fieldErrors: {}, formErrors: [], attempt: Date.now() };
  for (const { message, field } of errorsOf(failure)) {
    if (field !== undefined && fields.includes(field)) state.fieldErrors[field] ??= sentence(message);
    else state.formErrors.push(sentence(message));
  }
  return state;
}

export function errorsOf(failure: Exclude<Failure, { kind: 'unauthorized' }>): ErrorItem[] {
  if (failure.kind === 'refused') return failure.errors;
  return [{ message: failure.kind === 'down' ? words.down.form : words.notFound.title }];
}

/** The API writes messages for programs too: "price must be …". */
function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}

/** The texts of fields, by their names. */
export function textsOf<Name extends string>(form: FormData, names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, textOf(form, name)])) as Record<Name, string>;
}

/** The text of a field; an empty text if the field is missing or a file. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
