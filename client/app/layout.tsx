import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { Header } from '@/components/header';
import * as words from '@/lib/words';
import './styles.css';

export const metadata: Metadata = {
  title: { default: words.site, template: `%s · ${words.site}` },
  description: words.description,
};

export const viewport: Viewport = { colorScheme: 'light dark' };

// each answer has a nonce of its own, so no page can be made in advance
export const dynamic = 'force-dynamic';

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <a href="#content" className="skip">
          {words.skip}
        </a>
        <div className="progress" role="presentation" />
        <Header />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        <footer className="footer">
          <p>{words.tagline}</p>
        </footer>
      </body>
    </html>
  );
}
