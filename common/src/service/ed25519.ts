import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { madeOf } from './settings.js';

/** How to make a key, for the description of a setting. */
export const HOW_TO_MAKE_ED25519 = '`openssl genpkey -algorithm ed25519 -outform DER | base64 -w0` makes one';

/** An Ed25519 private key, as PKCS#8 in base64. */
export const ed25519PrivateKey = madeOf(
  (text) => ed25519(() => createPrivateKey({ key: bytesOf(text), format: 'der', type: 'pkcs8' })),
  'must be an Ed25519 private key, as PKCS#8 in base64',
);

/** Ed25519 public keys, as SPKI in base64, with commas between them. A setting without a default needs at least one. */
export const ed25519PublicKeys = madeOf((text) => {
  const keys = text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => ed25519(() => createPublicKey({ key: bytesOf(part), format: 'der', type: 'spki' })));
  return keys.length === 0 || keys.some((key) => key === undefined) ? undefined : (keys as KeyObject[]);
}, 'must be Ed25519 public keys, as SPKI in base64, with commas between them');

const bytesOf = (base64: string) => Buffer.from(base64, 'base64');

/** The key that `make` makes; undefined when it fails or makes a key of another kind. */
function ed25519(make: () => KeyObject): KeyObject | undefined {
  try {
    const key = make();
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}
