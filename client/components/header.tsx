import type { User } from '@/lib/api/types';
import * as words from '@/lib/words';
import { AccountLinks } from './account-links';
import { Link } from './link';
import { SignOut } from './sign-out';

export function Header({ user }: { user: User | null | undefined }) {
  const { nav } = words;
  return (
    <header className="header">
      <Link href="/" className="brand">
        <svg viewBox="0 0 32 24" aria-hidden="true">
          <path d="M2 2h28v6a4 4 0 0 0 0 8v6H2v-6a4 4 0 0 0 0-8z" />
          <path d="M21 5v14" />
        </svg>
        {words.site}
      </Link>
      <nav aria-label={nav.label}>
        <Link href="/">{nav.browse}</Link>
        <Link href="/tickets/new">{nav.sell}</Link>
        {user && <Link href="/tickets/mine">{nav.mine}</Link>}
        {user && <Link href="/orders">{nav.orders}</Link>}
      </nav>
      <div className="account">
        {user && (
          <>
            <Link href="/account" className="email" title={user.email}>
              <span className="visually-hidden">
                {nav.account} {nav.signedInAs}{' '}
              </span>
              <bdi>{user.email}</bdi>
            </Link>
            <SignOut />
          </>
        )}
        {user === null && <AccountLinks />}
      </div>
    </header>
  );
}
