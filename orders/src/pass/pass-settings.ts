import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { madeOf } from '@ticketing/common/service';

/** The settings of the keys that sign passes. */
export const passSettings = {
  PASS_KEY: madeOf(
    (text) => ed25519(() => createPrivateKey({ key: bytesOf(text), format: 'der', type: 'pkcs8' })),
    'must be an Ed25519 private key, as PKCS#8 in base64',
  )({
    desc: 'signs the passes of tickets; `openssl genpkey -algorithm ed25519 -outform DER | base64 -w0` makes one',
  }),
  PASS_OLD_KEYS: madeOf((text) => {
    const keys = text
      .split(',')
      .filter((part) => part.trim() !== '')
      .map((part) => ed25519(() => createPublicKey({ key: bytesOf(part), format: 'der', type: 'spki' })));
    return keys.some((key) => key === undefined) ? undefined : (keys as KeyObject[]);
  }, 'must be Ed25519 public keys, as SPKI in base64, with commas between them')({
    default: [],
    desc: 'the public keys of earlier PASS_KEYs, so that passes of that time stay valid',
  }),
};

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
