'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { returnPath, withReturn } from '@/lib/return-path';
import * as words from '@/lib/words';
import { Link } from './link';

/** Links to sign in or up. Both lead back to this page. */
export function AccountLinks() {
  const path = usePathname();
  const query = useSearchParams();
  const here = query.size > 0 ? `${path}?${query}` : path;
  // the sign-in page and the sign-up page pass on the path to come back to
  const next = returnPath(path.startsWith('/auth/') ? query.get('next') : here);
  return (
    <>
      <Link href={withReturn('/auth/signin', next)}>{words.nav.signIn}</Link>
      <Link href={withReturn('/auth/signup', next)}>{words.nav.signUp}</Link>
    </>
  );
}
