'use client';

import * as words from '@/lib/words';

/** Without JavaScript the style sheet hides it. */
export function PrintButton() {
  return (
    <button className="button needs-script" onClick={() => window.print()}>
      {words.owned.print}
    </button>
  );
}
