'use client';

import ErrorPage from './error';
import { words } from '@/lib/words';
import './styles.css';

/** Stands for the whole page when its frame could not be made either. */
export default function GlobalError(props: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <title>{words.site}</title>
      <body>
        <main>
          <ErrorPage {...props} />
        </main>
      </body>
    </html>
  );
}
