import { ed25519PublicKeys } from './ed25519.js';
import { bool, textLike } from './settings.js';

/** The end of the name of a cookie. */
const cookieSuffix = textLike(/^[A-Za-z0-9_-]*$/, 'must have only letters, digits, - and _');

/** The settings of a service that reads sessions. */
export const sessionSettings = {
  SESSION_PUBLIC_KEYS: ed25519PublicKeys({
    desc: 'the public keys of all SESSION_KEYs of auth whose sessions are valid; the same for each service',
  }),
  COOKIE_SECURE: bool({ default: true, desc: 'false only where the site is served without TLS' }),
  COOKIE_SUFFIX: cookieSuffix({
    default: '',
    desc: 'the end of the names of cookies; systems on several ports of one host need different ones',
  }),
};
