import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newStripeKeys, type StripeKeys } from '@ticketing/stripe';

export const KEY_FILES = {
  session: 'session.key',
  device: 'device.key',
  site: 'site.key',
  pass: 'pass.key',
  stripe: 'stripe.keys',
  credentials: 'credentials.key',
} as const;

/** The keys of a run. The data directory keeps them. */
export interface Keys {
  /** Signs sessions, so that people stay signed in over a restart: Ed25519, PKCS #8 in base64. */
  session: string;
  /** Checks sessions: the public key of `session`, SPKI in base64. */
  sessionPublic: string;
  /** Signs device cookies, so that browsers stay known over a restart. */
  device: string;
  /** Encrypts what the forms of the site carry, so that a form can be sent to a site that was started anew. */
  site: string;
  /** Signs the passes of tickets, so that a pass that somebody has printed stays valid: Ed25519, PKCS #8 in base64. */
  pass: string;
  /** The keys of the stand-in for Stripe, so that payments of earlier runs stay those of this account. */
  stripe: StripeKeys;
  /**
   * The password of a user of a backing server, such as `orders` of `nats-streaming`. All are derived from one key, so each
   * stays the same over a restart.
   */
  readonly passwordOf: (user: string, server: string) => string;
}

/** Reads the keys. A key that is not there yet, or that has been cut short, is made and kept. */
export function readKeys(dir: string): Keys {
  const kept = (file: string, made: Omit<KeptKey, 'file'>) => keptKey({ file: join(dir, file), ...made });
  const credentials = kept(KEY_FILES.credentials, {
    make: () => randomBytes(32).toString('base64url'),
    least: 43,
  });
  const session = kept(KEY_FILES.session, { make: makeSigningKey, least: 64 });
  return {
    session,
    sessionPublic: publicKeyOf(session),
    device: kept(KEY_FILES.device, { make: () => randomBytes(48).toString('base64url'), least: 32 }),
    site: kept(KEY_FILES.site, { make: () => randomBytes(32).toString('base64'), least: 44 }),
    pass: kept(KEY_FILES.pass, { make: makeSigningKey, least: 64 }),
    stripe: JSON.parse(
      kept(KEY_FILES.stripe, { make: makeStripeKeys, least: makeStripeKeys().length }),
    ) as StripeKeys,
    passwordOf: (user, server) => createHmac('sha256', credentials).update(`${user}@${server}`).digest('hex'),
  };
}

function makeSigningKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
}

function publicKeyOf(key: string): string {
  const privateKey = createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' });
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
}

const makeStripeKeys = () => JSON.stringify(newStripeKeys());

interface KeptKey {
  file: string;
  make: () => string;
  least: number;
}

function keptKey({ file, make, least }: KeptKey): string {
  try {
    const key = readFileSync(file, 'utf8').trim();
    if (key.length >= least) return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const key = make();
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  return key;
}
