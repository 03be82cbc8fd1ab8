import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { Header } from '@/components/header';
import { KeptInputProvider } from '@/components/kept-input';
import { PageAccountProvider } from '@/components/page-account';
import { accountOf } from '@/lib/account';
import { currentUser } from '@/lib/api';
import { LOAD_AGAIN_SCRIPT } from '@/lib/load-again';
import { requestNonce } from '@/lib/security/request-nonce';
import { sentInput } from '@/lib/stale-form/sent-input';
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
        <script nonce={await requestNonce()} dangerouslySetInnerHTML={{ __html: LOAD_AGAIN_SCRIPT }} />
        <a href="#content" className="skip">
          {words.skip}
        </a>
        <div className="progress" role="presentation" />
        <PageAccountProvider account={accountOf(user)}>
          <Header user={user} />
          <main id="content" tabIndex={-1}>
            <KeptInputProvider kept={await sentInput()}>{children}</KeptInputProvider>
          </main>
        </PageAccountProvider>
        <footer className="footer">
          <p>{words.tagline}</p>
        </footer>
      </body>
    </html>
  );
}
