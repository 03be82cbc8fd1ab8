import { words } from '@/lib/words';

/** Without JavaScript a countdown stands still. The page does not reload by itself: that would take it from its reader. */
export function LookAgain({ path }: { path: string }) {
  const { still, look } = words.order;
  return (
    <noscript>
      <p>
        {still} <a href={path}>{look}</a>
      </p>
    </noscript>
  );
}
