'use client';

import ErrorPage from './error';
import * as words from '@/lib/words';
import './styles.css';

/** Stands in place of the whole page when its frame could not be made either. */
export default function GlobalError({ error }: { error: Error }) {
  return (
    <html lang="en">
      <title>{words.site}</title>
      <body>
        <main>
          <ErrorPage error={error} />
        </main>
      </body>
    </html>
  );
}
