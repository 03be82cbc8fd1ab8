'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

const YEAR = { year: 'numeric' } as const;
const MONTHS_MS = 180 * 24 * 3_600_000;
const isFar = (iso: string, now: number) => Math.abs(Date.parse(iso) - now) > MONTHS_MS;

/**
 * A moment in the visitor's time zone. The server does not know that zone, so it writes UTC and says so. With `now` it
 * shows the date and the minute, otherwise the time to the second.
 */
export function LocalTime({ iso, locale, now }: { iso: string; locale: string; now?: number }) {
  const zone = useSyncExternalStore(
    never,
    () => undefined,
    () => 'UTC',
  );
  const format: Intl.DateTimeFormatOptions =
    now === undefined
      ? { hour: 'numeric', minute: '2-digit', second: '2-digit' }
      : { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit', ...(isFar(iso, now) && YEAR) };
  const text = new Intl.DateTimeFormat(locale, {
    ...format,
    timeZone: zone,
    ...(zone && { timeZoneName: 'short' }),
  }).format(new Date(iso));
  return <time dateTime={iso}>{text}</time>;
}
