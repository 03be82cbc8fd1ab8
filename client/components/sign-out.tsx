'use client';

import { usePathname } from 'next/navigation';
import { signOutAction } from '@/lib/actions/account';
import * as words from '@/lib/words';
import { ActionButton } from './action-button';

const { nav, form, signIn } = words;

/** The button that ends the session of the account in the header. Its message belongs to the page on which it was used. */
export function SignOut() {
  return (
    <ActionButton
      key={usePathname()}
      action={signOutAction}
      label={nav.signOut}
      pendingLabel={form.wait}
      noAnswer={signIn.noAnswer}
      look="link-button"
    />
  );
}
