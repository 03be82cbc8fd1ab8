import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { currentUser } from './api';
import type { User } from './api/types';

/** A page that asks whether it is up to date does not wait longer than this for auth. */
const PATIENCE_MS = 1_000;

/** Names the visitor's account by its address: an empty text if nobody is signed in, undefined if auth gave no answer. */
export function accountOf(user: User | null | undefined): string | undefined {
  return user === undefined ? undefined : (user?.email ?? '');
}

/** The account that is signed in now; undefined if auth does not answer soon. */
export async function accountNow(): Promise<string | undefined> {
  return accountOf(await Promise.race([currentUser(), sleep(PATIENCE_MS, undefined, { ref: false })]));
}
