'use server';

import { redirect } from 'next/navigation';
import { deleteAccount } from '../api';
import { forgetDraft } from '../draft';
import { endCookie } from '../site-cookies';
import * as words from '../words';
import { type FormState, textOf } from './form-state';
import { changeOwnAccount } from './own-account';

export async function deleteAccountAction(
  _before: FormState | undefined,
  form: FormData,
): Promise<FormState> {
  return changeOwnAccount({
    form,
    run: () => deleteAccount(textOf(form, 'password')),
    done: leave,
    noAnswer: words.accountPage.deletion.noAnswer,
    fields: ['password'],
  });
}

async function leave(): Promise<never> {
  await forgetDraft();
  await endCookie('session');
  redirect('/');
}
