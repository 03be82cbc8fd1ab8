import 'server-only';
import { headers } from 'next/headers';
import { fromHeader, KEPT_INPUT, type KeptInput } from './kept-input';

/** The input of the form that led to this page and was not carried out. */
export async function sentInput(): Promise<KeptInput | undefined> {
  return fromHeader((await headers()).get(KEPT_INPUT));
}
