import 'server-only';
import { notFound, redirect } from 'next/navigation';
import { currentUser } from './api';
import type { Result } from './api/result';
import { signInPath } from './return-path';

/**
 * What a page needs to show itself at `path`; undefined while the services are down. Ends with the sign-in page or the
 * not-found page where that is the answer.
 */
export async function load<T>(result: Result<T>, path: string): Promise<T | undefined> {
  if (result.ok) return result.value;
  switch (result.failure.kind) {
    case 'unauthorized':
      return toSignIn(path);
    case 'notFound':
    case 'refused': // an address that no link of this site has
      return notFound();
    case 'down':
      return undefined;
  }
}

/** Sends who is not signed in to sign in. The API says 401 to owners of something else too: for them it is not there. */
export async function toSignIn(path: string): Promise<never> {
  return (await currentUser()) ? notFound() : redirect(signInPath(path));
}
