import 'server-only';
import { headers } from 'next/headers';
import { nonceOf } from './content-security-policy';

/** The nonce with which scripts run in the answer to this request. */
export async function requestNonce(): Promise<string | undefined> {
  return nonceOf((await headers()).get('content-security-policy') ?? '');
}
