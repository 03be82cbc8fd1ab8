import type { ErrorItem, Failure } from '../api/result';
import { words } from '../words';

/** What a form shows after it was sent and refused. */
export interface FormState {
  /** What was typed, to be typed no second time; never a password. */
  values: Record<string, string>;
  /** By the field they are about. */
  fieldErrors: Record<string, string>;
  /** What is about no field of the form. */
  formErrors: string[];
  /** Another one each time, so that the form notices being refused twice for the same reason. */
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

/** The API writes for programs too: "price must be …". */
function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}

/** A field of a form that was sent; no text for what is missing or a file. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
