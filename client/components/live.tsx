'use client';

import { useRouter } from 'next/navigation';
import { usePoll } from './use-poll';

/** Shows the page anew when what it shows has changed: `url` tells the digest of that, `seen` is the one shown. */
export function Live({ url, seen }: { url: string; seen: string }) {
  const router = useRouter();
  usePoll<{ seen: string }>(url, (answer) => {
    if (answer.seen !== seen) router.refresh();
  });
  return null;
}
