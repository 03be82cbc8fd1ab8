'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { returnPath, withReturn } from '@/lib/return-path';
import { words } from '@/lib/words';
import { Link } from './link';

/** To sign in or up, and to come back to where one was. */
export function AccountLinks() {
  const path = usePathname();
  const query = useSearchParams();
  const here = query.size > 0 ? `${path}?${query}` : path;
  // from one of the two to the other, it is still the same place one comes back to
  const next = returnPath(path.startsWith('/auth/') ? query.get('next') : here);
  return (
    <>
      <Link href={withReturn('/auth/signin', next)}>{words.nav.signIn}</Link>
      <Link href={withReturn('/auth/signup', next)}>{words.nav.signUp}</Link>
    </>
  );
}
