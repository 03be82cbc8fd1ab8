'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { enter, signOut } from '../api';
import { cookieToSet } from '../api/cookies';
import { returnPath } from '../return-path';
import { type FormState, refused, textOf } from './form-state';

const FIELDS = ['email', 'password'];

export async function signInAction(_before: FormState | undefined, form: FormData): Promise<FormState> {
  return enterWith('signin', form);
}

export async function signUpAction(_before: FormState | undefined, form: FormData): Promise<FormState> {
  return enterWith('signup', form);
}

export async function signOutAction(): Promise<void> {
  const result = await signOut();
  if (result.ok) await keep(result.value.setCookies);
  // the session is in the cookie alone: without it nobody is signed in, whether auth can say so or not
  (await cookies()).delete('session');
  redirect('/');
}

async function enterWith(how: 'signin' | 'signup', form: FormData): Promise<FormState> {
  const email = textOf(form, 'email');
  const result = await enter(how, email, textOf(form, 'password'));
  if (!result.ok) {
    const { failure } = result;
    return refused(failure.kind === 'unauthorized' ? { kind: 'down' } : failure, { email }, FIELDS);
  }
  await keep(result.value.setCookies);
  redirect(returnPath(form.get('next')));
}

/** Hands the cookies that a service set on to the browser. */
async function keep(setCookies: string[]): Promise<void> {
  const store = await cookies();
  for (const header of setCookies) {
    const cookie = cookieToSet(header);
    if (cookie) store.set(cookie);
  }
}
