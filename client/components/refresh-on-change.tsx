'use client';

import { useRouter } from 'next/navigation';
import { useLive } from './page-account';

/**
 * Refreshes the open page when its data have changed. `url` answers with the fingerprint of the data as they are now;
 * `fingerprint` is that of the data on the page. Messages and typed texts belong to forms, and a refresh leaves them.
 */
export function RefreshOnChange({ url, fingerprint }: { url: string; fingerprint: string }) {
  const router = useRouter();
  useLive<{ fingerprint: string }>(url, (answer) => {
    if (answer.fingerprint !== fingerprint) router.refresh();
  });
  return null;
}
