import { createHash, timingSafeEqual } from 'node:crypto';
import type { Call } from '../api/call.js';
import { ApiError, type ErrorBody } from '../errors.js';

export interface Keys {
  secretKey: string;
  publishableKey: string;
}

/**
 * Says which key a request has: `Authorization: Bearer <key>`, `Basic <key>:`, or the parameter `key` of a browser.
 * @throws ApiError 401 without a valid key
 */
export function authenticate(
  header: string | undefined,
  parameter: string | undefined,
  keys: Keys,
): Call['caller'] {
  const key = keyOf(header) ?? parameter;
  if (key === undefined || key === '') throw unauthorized(NO_KEY);
  if (isSame(key, keys.secretKey)) return 'secret';
  if (isSame(key, keys.publishableKey)) return 'publishable';
  throw unauthorized(`Invalid API Key provided: ${masked(key)}`);
}

const NO_KEY =
  'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth ' +
  "(e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://docs.stripe.com/api#authentication for details.";

function keyOf(header: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(header ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() === 'basic') return Buffer.from(value, 'base64').toString().split(':')[0];
  return undefined;
}

/** Compares in a time that does not depend on the texts. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** An error shows only the ends of a key, as Stripe does. */
function masked(key: string): string {
  return key.length < 16
    ? '*'.repeat(key.length)
    : `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}`;
}

function unauthorized(message: string): ApiError {
  const body: ErrorBody = { type: 'invalid_request_error', message };
  return new ApiError(401, body);
}

/** @throws ApiError 403 when a publishable key asks for what only a server may do */
export function mustBeSecret(caller: Call['caller']): void {
  if (caller === 'secret') return;
  throw new ApiError(403, {
    type: 'invalid_request_error',
    code: 'secret_key_required',
    message:
      'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of ' +
      'your API keys at https://dashboard.stripe.com/account/apikeys.',
  });
}
