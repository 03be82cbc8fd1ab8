import { z } from 'zod';
import { PASSWORD } from '../text/index.js';
import { id, newText, sentText } from './fields.js';
import type { Operation, OperationName } from './operation.js';

/** Somebody who is signed in. */
export const user = z.object({ id, email: z.string().min(3) });

export type UserBody = z.infer<typeof user>;

const email = z
  .string()
  .min(1)
  .max(1024)
  .describe('An e-mail address. It has at most 254 bytes in its stored form.');

/** The password that somebody chooses. It may also not be a common one, the address, or a repetition of one character. */
export const newPassword = newText(PASSWORD);

export const newCredentials = z.object({ email, password: newPassword });
export const credentials = z.object({ email, password: sentText });
export const passwordChange = z.object({ current: sentText, next: newPassword });
export const accountDeletion = z.object({ password: sentText });
export const whoIsSignedIn = z.object({ currentUser: user.nullable() });
/** Done, and there is nothing to say about it. */
export const done = z.object({});

const tooMany = { description: 'Too many attempts.', headers: ['retry-after'] } as const;

export const userOperations = {
  'POST /api/users/signup': {
    summary: 'Make an account and sign in',
    description:
      'The same address and password again sign in: the answer to the first request may have been lost.',
    body: newCredentials,
    answers: {
      201: { description: 'The new account, and a session.', body: user, headers: ['set-cookie'] },
      200: {
        description: 'The account was there, with this password. A session.',
        body: user,
        headers: ['set-cookie'],
      },
      429: tooMany,
    },
  },
  'POST /api/users/signin': {
    summary: 'Sign in',
    body: credentials,
    answers: {
      200: { description: 'The account, and a session.', body: user, headers: ['set-cookie'] },
      429: tooMany,
    },
  },
  'POST /api/users/signout': {
    summary: 'Sign out',
    session: 'optional',
    answers: { 200: { description: 'The session has ended.', body: done, maybeHeaders: ['set-cookie'] } },
  },
  'POST /api/users/signout-everywhere': {
    summary: 'End all other sessions of the account',
    session: 'required',
    answers: { 200: { description: 'All other sessions have ended.', body: done } },
  },
  'POST /api/users/password': {
    summary: 'Change the password',
    session: 'required',
    body: passwordChange,
    answers: {
      200: { description: 'The password is changed. All other sessions have ended.', body: done },
      429: tooMany,
    },
  },
  'DELETE /api/users/me': {
    summary: 'Delete the account',
    description: 'Its tickets leave the market. Its orders stay.',
    session: 'required',
    body: accountDeletion,
    answers: {
      200: { description: 'The account is deleted.', body: done, maybeHeaders: ['set-cookie'] },
      429: tooMany,
    },
  },
  'GET /api/users/currentuser': {
    summary: 'Tell who is signed in',
    session: 'optional',
    answers: { 200: { description: 'The account, or null.', body: whoIsSignedIn } },
  },
} as const satisfies Record<OperationName, Operation>;
