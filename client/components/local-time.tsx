'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

const YEAR = { year: 'numeric' } as const;
const MONTHS_MS = 180 * 24 * 3_600_000;

function dateFormat(iso: string, now: number, timeZone: string | undefined): Intl.DateTimeFormatOptions {
  const day = new Intl.DateTimeFormat('en', { dateStyle: 'short', timeZone });
  if (day.format(new Date(iso)) === day.format(now)) return {};
  const isFar = Math.abs(Date.parse(iso) - now) > MONTHS_MS;
  return { day: 'numeric', month: 'short', ...(isFar && YEAR) };
}

/**
 * A moment in the visitor's time zone. The server does not know that zone, so it writes UTC and says so. With `now` it
 * shows the minute, and the date on another day; otherwise the time to the second.
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
      : { ...dateFormat(iso, now, zone), hour: 'numeric', minute: '2-digit' };
  const text = new Intl.DateTimeFormat(locale, {
    ...format,
    timeZone: zone,
    ...(zone && { timeZoneName: 'short' }),
  }).format(new Date(iso));
  return <time dateTime={iso}>{text}</time>;
}
