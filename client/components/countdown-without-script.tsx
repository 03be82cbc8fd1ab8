import * as words from '@/lib/words';

/**
 * A link to see the countdown anew, since it stands still without JavaScript. The page does not reload by itself: that
 * would interrupt a visitor who is reading it.
 */
export function CountdownWithoutScript({ path }: { path: string }) {
  const { still, look } = words.order;
  return (
    <noscript>
      <p>
        {still} <a href={path}>{look}</a>
      </p>
    </noscript>
  );
}
