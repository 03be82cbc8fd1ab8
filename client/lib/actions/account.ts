'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { authenticate, signOut } from '../api';
import { cookieToSet } from '../api/cookies';
import { returnPath } from '../return-path';
import { type FormState, refused, textOf } from './form-state';

const FIELDS = ['email', 'password'];

export async function signInAction(_before: FormState | undefined, form: FormData): Promise<FormState> {
  return authenticateWith('signin', form);
}

export async function signUpAction(_before: FormState | undefined, form: FormData): Promise<FormState> {
  return authenticateWith('signup', form);
}

export async function signOutAction(): Promise<void> {
  const result = await signOut();
  if (result.ok) await setCookies(result.value.setCookies);
  // the cookie is the session: without it nobody is signed in, even if auth is down and cannot end it
  (await cookies()).delete('session');
  redirect('/');
}

async function authenticateWith(how: 'signin' | 'signup', form: FormData): Promise<FormState> {
  const email = textOf(form, 'email');
  const result = await authenticate(how, email, textOf(form, 'password'));
  if (!result.ok) {
    const { failure } = result;
    return refused(failure.kind === 'unauthorized' ? { kind: 'down' } : failure, { email }, FIELDS);
  }
  await setCookies(result.value.setCookies);
  redirect(returnPath(form.get('next')));
}

/** Passes the cookies that a service set on to the browser. */
async function setCookies(headers: string[]): Promise<void> {
  const store = await cookies();
  for (const header of headers) {
    const cookie = cookieToSet(header);
    if (cookie) store.set(cookie);
  }
}
