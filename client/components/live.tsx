'use client';

import { useRouter } from 'next/navigation';
import { usePoll } from './use-poll';

/** Shows the page anew when what it shows has changed: `url` tells the digest of that, `seen` is the one shown. */
export function Live({ url, seen }: { url: string; seen: string }) {
  const router = useRouter();
  usePoll<{ seen: string }>(url, (answer) => {
    // what somebody has just been told is not taken away before they leave
    if (answer.seen !== seen && !document.querySelector('main [role=alert]')) router.refresh();
  });
  return null;
}
