/** Without JavaScript, the page is asked for once more when the time it speaks of has come. */
export function ReloadAt({ time, now }: { time: string; now: number }) {
  const seconds = Math.ceil((Date.parse(time) - now) / 1000) + 1;
  return (
    <noscript>
      <meta httpEquiv="refresh" content={String(seconds)} />
    </noscript>
  );
}
