'use client';

import { useActionState, useEffect, useRef } from 'react';
import type { FormState } from '@/lib/actions/form-state';
import * as words from '@/lib/words';

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

interface Props {
  action: (before: FormState | undefined, form: FormData) => Promise<FormState>;
  fields: Field[];
  submit: string;
  /** Is sent along and not shown. */
  next?: string;
}

/** A form that shows the API's errors at the fields that they name. Without JavaScript it is a plain form. */
export function ActionForm({ action, fields, submit, next }: Props) {
  const [state, send, pending] = useActionState(action, undefined);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state) form.current?.querySelector<HTMLElement>('[aria-invalid], [role=alert]')?.focus();
  }, [state]);
  const alerts = state?.formErrors ?? [];
  return (
    // the browser's own checks would come before the API's, and not show at the field
    <form ref={form} action={send} noValidate className="form" data-pending={pending || undefined}>
      {alerts.length > 0 && (
        <div role="alert" tabIndex={-1} className="alert">
          {alerts.map((message) => (
            <p key={message}>{message}</p>
          ))}
        </div>
      )}
      {fields.map((field) => (
        <FormField key={field.name} {...field} state={state} />
      ))}
      {next && <input type="hidden" name="next" value={next} />}
      <button
        className="button"
        aria-disabled={pending}
        onClick={(event) => pending && event.preventDefault()}
      >
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
