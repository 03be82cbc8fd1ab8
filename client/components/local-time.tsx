'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/** A moment in the visitor's time zone. The server does not know that one, and writes UTC, saying so. */
export function LocalTime({ iso, locale, seconds }: { iso: string; locale: string; seconds?: boolean }) {
  const zone = useSyncExternalStore(
    never,
    () => undefined,
    () => 'UTC',
  );
  const format: Intl.DateTimeFormatOptions = seconds
    ? { hour: 'numeric', minute: '2-digit', second: '2-digit' }
    : { day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' };
  const text = new Intl.DateTimeFormat(locale, {
    ...format,
    timeZone: zone,
    ...(zone && { timeZoneName: 'short' }),
  }).format(new Date(iso));
  return <time dateTime={iso}>{text}</time>;
}
