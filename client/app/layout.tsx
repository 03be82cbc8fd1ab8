import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { Header } from '@/components/header';
import { PageAccountProvider } from '@/components/page-account';
import { accountOf } from '@/lib/account';
import { currentUser } from '@/lib/api';
import * as words from '@/lib/words';
import './styles.css';

export const metadata: Metadata = {
  title: { default: words.site, template: `%s · ${words.site}` },
  description: words.description,
};

export const viewport: Viewport = { colorScheme: 'light dark' };

// each answer has a nonce of its own, so no page can be made in advance
export const dynamic = 'force-dynamic';

export default async function Layout({ children }: { children: ReactNode }) {
  const user = await currentUser();
  return (
    <html lang="en">
      <body>
        <a href="#content" className="skip">
          {words.skip}
        </a>
        <div className="progress" role="presentation" />
        <PageAccountProvider account={accountOf(user)}>
          <Header user={user} />
          <main id="content" tabIndex={-1}>
            {children}
          </main>
        </PageAccountProvider>
        <footer className="footer">
          <p>{words.tagline}</p>
        </footer>
      </body>
    </html>
  );
}
