'use client';

import { useRouter } from 'next/navigation';
import { usePoll } from './use-poll';

/**
 * Refreshes the open page when its data have changed. `url` answers with the fingerprint of the data as they are now;
 * `fingerprint` is that of the data on the page.
 */
export function RefreshOnChange({ url, fingerprint }: { url: string; fingerprint: string }) {
  const router = useRouter();
  usePoll<{ fingerprint: string }>(url, (answer) => {
    // a message that the visitor has just received stays until they leave the page
    const hasMessage = document.querySelector('main [role=alert]') !== null;
    if (answer.fingerprint !== fingerprint && !hasMessage) router.refresh();
  });
  return null;
}
