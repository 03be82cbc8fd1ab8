import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { parseSettings } from '@ticketing/common/service';
import { newPassKey } from '../testing/orders.js';
import { passSettings } from './pass-settings.js';

const privateText = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'der' }).toString('base64');
const publicText = (key: KeyObject) =>
  createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
const read = (env: Record<string, string>) => parseSettings(passSettings, env);

it('reads the key that signs passes, and those of earlier passes', () => {
  const [key, one, two] = [newPassKey(), newPassKey(), newPassKey()];
  const settings = read({
    PASS_KEY: privateText(key),
    PASS_OLD_KEYS: `${publicText(one)}, ${publicText(two)},`,
  });
  expect(settings.PASS_KEY.equals(key)).toBe(true);
  expect(settings.PASS_OLD_KEYS.map((old) => old.equals(createPublicKey(one)))).toEqual([true, false]);
  expect(read({ PASS_KEY: privateText(key) }).PASS_OLD_KEYS).toEqual([]);
});

it('says how to make a key that is missing', () => {
  expect(() => read({})).toThrow(/PASS_KEY is missing .*openssl genpkey -algorithm ed25519/);
});

it.each([
  ['PASS_KEY', 'that is no key', 'hunter2'],
  ['PASS_KEY', 'that is public', publicText(newPassKey())],
  ['PASS_KEY', 'of another kind', privateText(generateKeyPairSync('x25519').privateKey)],
  ['PASS_OLD_KEYS', 'that is no key', 'hunter2'],
  ['PASS_OLD_KEYS', 'of which one is private', `${publicText(newPassKey())},${privateText(newPassKey())}`],
])('refuses a %s %s and does not repeat it', (name, _what, text) => {
  const env = { PASS_KEY: privateText(newPassKey()), [name]: text };
  expect(() => read(env)).toThrow(new RegExp(`${name} must be (an )?Ed25519`));
  expect(() => read(env)).not.toThrow(new RegExp(text.slice(0, 7)));
});
