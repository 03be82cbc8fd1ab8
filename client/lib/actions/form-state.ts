import type { ErrorItem, Failure } from '../api/result';
import type { HiddenFields } from '../hidden-fields';
import * as words from '../words';

/** What a form held when it was sent. */
export interface Sent {
  /** The text that was typed, so that nobody must type it twice. It never holds a password. */
  values: Record<string, string>;
  /** The hidden fields that the form has from now on, in place of those that the page gave it. */
  hidden?: HiddenFields;
}

/** The state of a form that was sent and refused, or that holds again what was typed before signing in. */
export interface FormState extends Sent {
  /** One error for each field, by the name of the field. */
  fieldErrors: Record<string, string>;
  /** Errors that belong to no field of the form. */
  formErrors: string[];
  /** Says why the form is filled in. It is no error. */
  note?: string;
  /** A way on, below the errors. */
  link?: { href: string; text: string };
  /** Differs each time, so that the form notices a second refusal for the same reason. */
  attempt: number;
}

/** Every failure but the one that leads to the sign-in page. */
export type Refused = Exclude<Failure, { kind: 'unauthorized' }>;

/** The state of a form with `fields` after the API refused it. `noAnswer` is the text for an API that did not answer. */
export function refused(
  failure: Refused,
  sent: Sent,
  fields: readonly string[],
  noAnswer: string,
): FormState {
  const state = said(sent);
  for (const { message, field } of errorsOf(failure, noAnswer)) {
    if (field !== undefined && fields.includes(field)) state.fieldErrors[field] ??= sentence(message);
    else state.formErrors.push(sentence(message));
  }
  return state;
}

/** The state of a form that says `texts` and keeps what was sent. */
export function said(sent: Sent, ...texts: string[]): FormState {
  return { ...sent, fieldErrors: {}, formErrors: texts, attempt: Date.now() };
}

export function errorsOf(failure: Refused, noAnswer: string = words.down.title): ErrorItem[] {
  switch (failure.kind) {
    case 'refused':
      return failure.errors;
    case 'busy':
      return [{ message: words.busy.form }];
    case 'down':
      return [{ message: noAnswer }];
    case 'notFound':
      return [{ message: words.notFound.title }];
    default:
      return [{ message: words.form.problem }];
  }
}

/** The same in one text. */
export function errorText(failure: Refused, noAnswer?: string): string {
  return errorsOf(failure, noAnswer)
    .map(({ message }) => sentence(message))
    .join(' ');
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
