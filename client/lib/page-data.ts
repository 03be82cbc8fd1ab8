import 'server-only';
import { notFound, redirect } from 'next/navigation';
import { currentUser } from './api';
import type { Result } from './api/result';
import { signInPath } from './return-path';

/**
 * The data that the page at `path` shows; undefined while the service is down or busy. If the visitor must sign in or there is
 * nothing to show, this does not return: Next.js goes on to the sign-in page or the not-found page.
 */
export async function pageData<T>(result: Result<T>, path: string): Promise<T | undefined> {
  if (result.ok) return result.value;
  switch (result.failure.kind) {
    case 'unauthorized':
      return toSignIn(path);
    case 'notFound':
    case 'refused': // no link of this site leads to such an address
      return notFound();
    case 'busy':
    case 'down':
      return undefined;
  }
}

/**
 * Goes to the sign-in page, and from there back to `path`. The API also answers 401 when a signed-in visitor asks for
 * something of somebody else: the site shows them its not-found page.
 */
export async function toSignIn(path: string): Promise<never> {
  return (await currentUser()) ? notFound() : redirect(signInPath(path));
}
