import { Router } from 'express';
import type { PassKeys } from '../pass/pass-keys.js';

const CACHED_SECONDS = 300;

/** The public keys that check passes, as a JWK Set (RFC 7517). Everybody may know them. */
export function listPassKeys(keys: PassKeys): Router {
  return Router().get('/api/orders/pass-keys', (_req, res) => {
    res.set('cache-control', `public, max-age=${CACHED_SECONDS}`);
    res.type('application/jwk-set+json').send(JSON.stringify(keys.published));
  });
}
