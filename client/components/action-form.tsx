'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type FormState, said } from '@/lib/actions/form-state';
import { HIDDEN_NAMES, type HiddenFields } from '@/lib/hidden-fields';
import { textsToKeep } from '@/lib/stale-form/input-fields';
import * as words from '@/lib/words';
import { Hidden } from './hidden';
import { KeptText, useKeptForm } from './kept-input';
import { Link } from './link';
import { useServerAction } from './use-server-action';

export interface Field {
  name: string;
  label: string;
  hint?: string;
  type?: 'text' | 'email' | 'password';
  inputMode?: 'decimal';
  autoComplete?: string;
  maxLength?: number;
  value?: string;
}

interface Filled {
  fields: Field[];
  /** Fields that are sent along and not shown. */
  hidden?: HiddenFields;
}

export interface ActionFormProps extends Filled {
  action: (before: FormState | undefined, form: FormData) => Promise<FormState>;
  submit: string;
  look?: string;
  /** What a form that never got an answer means, and what to do. */
  noAnswer: string;
  /** What the form held before its visitor signed in. */
  draft?: FormState;
  /** Stands above the form. */
  children?: ReactNode;
  /** Stands in place of a form that cannot be used now. A form that was sent stays, with its message and its text. */
  otherwise?: ReactNode;
}

/** A form that shows the API's errors at the fields that they name. Without JavaScript it is a plain form. */
export function ActionForm({ action, draft, noAnswer, children, otherwise, ...rest }: ActionFormProps) {
  const kept = useKeptForm(rest.hidden);
  const [state, send, pending] = useServerAction(action, kept ?? draft, (form, before) =>
    said({ values: Object.fromEntries(textsToKeep(form)), hidden: before?.hidden }, noAnswer),
  );
  if (otherwise && !state) return otherwise;
  return (
    <>
      {children}
      <OpenForm {...rest} state={state} send={send} pending={pending} />
    </>
  );
}

interface OpenProps extends Filled {
  submit: string;
  look?: string;
  state: FormState | undefined;
  send: (form: FormData) => void;
  pending: boolean;
}

function OpenForm({ submit, look = 'button', state, send, pending, ...latest }: OpenProps) {
  // a page that is refreshed under the open form changes neither its text nor what it was filled in from
  const [{ fields, hidden }] = useState<Filled>(latest);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state) form.current?.querySelector<HTMLElement>('[aria-invalid], [role=alert], [role=note]')?.focus();
  }, [state]);
  const alerts = state?.formErrors ?? [];
  return (
    // the browser's own checks would come before the API's, and not show at the field
    <form
      ref={form}
      action={send}
      noValidate
      className="form"
      data-pending={pending || undefined}
      data-typed={state && ''}
    >
      {alerts.length > 0 && (
        <div role="alert" tabIndex={-1} className="alert">
          {alerts.map((message) => (
            <p key={message}>{message}</p>
          ))}
          {state?.link && <Link href={state.link.href}>{state.link.text}</Link>}
        </div>
      )}
      {state?.note && (
        <p role="note" tabIndex={-1} className="alert final">
          {state.note}
        </p>
      )}
      <KeptText except={[...fields.map(({ name }) => name), ...HIDDEN_NAMES]} />
      {fields.map((field) => (
        <FormField key={field.name} {...field} state={state} />
      ))}
      <Hidden fields={{ ...hidden, ...state?.hidden }} />
      <button className={look} aria-disabled={pending} onClick={(event) => pending && event.preventDefault()}>
        {pending ? words.form.wait : submit}
      </button>
    </form>
  );
}

function FormField({
  name,
  label,
  hint,
  value,
  type = 'text',
  state,
  ...rest
}: Field & { state?: FormState }) {
  const error = state?.fieldErrors[name];
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      {hint && (
        <p id={`${name}-hint`} className="hint">
          {hint}
        </p>
      )}
      <input
        {...rest}
        id={name}
        name={name}
        type={type}
        dir={type === 'password' ? undefined : 'auto'}
        defaultValue={state?.values[name] ?? value}
        aria-required
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
      />
      {error && (
        <p id={`${name}-error`} className="field-error">
          {error}
        </p>
      )}
    </div>
  );
}
