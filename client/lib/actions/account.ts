'use server';

import { refresh } from 'next/cache';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { authenticate, signOut } from '../api';
import { cookieToSet } from '../api/cookies';
import { endDraftSoon, forgetDraft } from '../draft';
import type { Refusal } from '../refusal';
import { returnPath } from '../return-path';
import { endCookie } from '../site-cookies';
import * as words from '../words';
import { type FormState, type Refused, refused, textOf } from './form-state';
import { madeForAnother } from './made-for';

const FIELDS = ['email', 'password'];

export async function signInAction(_before: FormState | undefined, form: FormData): Promise<FormState> {
  return authenticateWith('signin', form);
}

export async function signUpAction(_before: FormState | undefined, form: FormData): Promise<FormState> {
  return authenticateWith('signup', form);
}

export async function signOutAction(_before: Refusal | undefined, form: FormData): Promise<Refusal> {
  const another = await madeForAnother(form);
  // without an answer the session ends all the same: whoever it is, nobody is signed in afterwards
  if (another?.kind === 'said') {
    refresh(); // the page then names the account that is signed in
    return another;
  }
  await forgetDraft();
  const result = await signOut();
  if (result.ok) await setCookies(result.value.setCookies);
  // without the cookie nobody is signed in here, even if auth is down and cannot end the session
  await endCookie('session');
  redirect('/');
}

async function authenticateWith(how: 'signin' | 'signup', form: FormData): Promise<FormState> {
  const email = textOf(form, 'email');
  const result = await authenticate(how, email, textOf(form, 'password'));
  if (!result.ok) {
    const { failure } = result;
    const why: Refused = failure.kind === 'unauthorized' ? { kind: 'down' } : failure;
    const { signIn, signUp } = words;
    return refused(why, { values: { email } }, FIELDS, (how === 'signin' ? signIn : signUp).noAnswer);
  }
  await setCookies(result.value.setCookies);
  await endDraftSoon();
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
