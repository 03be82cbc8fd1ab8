import 'server-only';
import { headers } from 'next/headers';
import { localeOf } from './locale';

/** The locale in which this visitor reads dates and prices. */
export async function requestLocale(): Promise<string> {
  return localeOf((await headers()).get('accept-language'));
}
