'use server';

import { changePassword } from '../api';
import * as words from '../words';
import { type FormState, type Refused, textOf } from './form-state';
import { changeOwnAccount } from './own-account';

const { password: texts } = words.accountPage;

/** The names of the form say that the texts are secrets, so that they are kept nowhere (`lib/stale-form/input-fields.ts`). */
const FIELDS = { current: 'currentPassword', next: 'newPassword' } as const;
const NAMES = { current: texts.current, next: texts.next } as const;

export async function changePasswordAction(
  _before: FormState | undefined,
  form: FormData,
): Promise<FormState> {
  const run = () => changePassword(textOf(form, FIELDS.current), textOf(form, FIELDS.next));
  return changeOwnAccount({ form, run, ...texts, fields: Object.values(FIELDS), named: ofForm });
}

/** The failure with the names of the form in place of those of the API. */
function ofForm(failure: Refused): Refused {
  if (failure.kind !== 'refused') return failure;
  const errors = failure.errors.map(({ message, field }) => {
    if (field !== 'current' && field !== 'next') return { message };
    // the API begins most messages with the name of the field
    const text = message.startsWith(`${field} `) ? NAMES[field] + message.slice(field.length) : message;
    return { message: text, field: FIELDS[field] };
  });
  return { ...failure, errors };
}
