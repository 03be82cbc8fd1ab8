import { createPrivateKey } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetData } from './data-dir.js';
import { readKeys } from './keys.js';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'ticketing-data-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it('keeps its keys over a restart, and lets nobody else read them', () => {
  const { passwordOf, ...keys } = readKeys(dir);
  const again = readKeys(dir);
  expect(again).toMatchObject(keys);
  expect(again.passwordOf('orders', 'redis')).toBe(passwordOf('orders', 'redis'));
  expect(passwordOf('orders', 'redis')).not.toBe(passwordOf('tickets', 'redis'));
  for (const file of readdirSync(dir)) expect(statSync(join(dir, file)).mode & 0o077).toBe(0);
});

it('makes a key that was cut short anew', () => {
  const { pass } = readKeys(dir);
  truncateSync(join(dir, 'pass.key'), 20);
  expect(readKeys(dir).pass).not.toBe(pass);
});

it('signs passes with an Ed25519 key in PKCS #8', () => {
  const key = createPrivateKey({
    key: Buffer.from(readKeys(dir).pass, 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  expect(key.asymmetricKeyType).toBe('ed25519');
});

it('keeps the keys of the stand-in for Stripe whole, or makes all of them anew', () => {
  const { stripe } = readKeys(dir);
  expect(stripe.secretKey).toMatch(/^sk_test_/);
  truncateSync(join(dir, 'stripe.keys'), 60);
  const again = readKeys(dir).stripe;
  expect(again.secretKey).not.toBe(stripe.secretKey);
  expect(Object.keys(again)).toEqual(Object.keys(stripe));
});

it('forgets the keys, the money of the stand-in and the databases, and nothing else', () => {
  readKeys(dir);
  for (const folder of ['stripe', 'mongodb-payments', 'mine']) mkdirSync(join(dir, folder));
  writeFileSync(join(dir, 'notes.txt'), '');
  forgetData(dir);
  expect(readdirSync(dir).sort()).toEqual(['mine', 'notes.txt']);
});
