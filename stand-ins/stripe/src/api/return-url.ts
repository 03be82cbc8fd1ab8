import { invalidRequest } from '../errors.js';
import type { Params } from './params.js';

/** @throws ApiError 400 unless the address is one of the web: others could run scripts in this server's pages. */
export function readReturnUrl(params: Params): string | undefined {
  const text = params.text('return_url');
  if (text === undefined) return undefined;
  if (isWebAddress(text)) return text;
  throw invalidRequest('Not a valid URL', { code: 'url_invalid', param: 'return_url' });
}

export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
