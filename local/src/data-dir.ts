import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUS_SERVER, mongoOwners } from '@ticketing/system';
import { databaseServerOf } from './backing-servers.js';

/** The names that a run makes in the data directory. Nothing else there is ever deleted, whatever directory that is. */
const OURS = new Set([
  ...mongoOwners.map(databaseServerOf),
  BUS_SERVER,
  'redis',
  'logs',
  'jwt.key',
  'state.json',
  'state.json.new',
]);

export function forgetData(dir: string): void {
  for (const name of readdirSync(dir)) {
    if (OURS.has(name)) rmSync(join(dir, name), { recursive: true, force: true });
  }
}

/** The key that signs sessions. It is made once, so that people stay signed in over a restart. */
export function jwtKey(dir: string): string {
  const file = join(dir, 'jwt.key');
  try {
    const key = readFileSync(file, 'utf8').trim();
    if (key.length >= 32) return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const key = randomBytes(48).toString('base64url');
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  return key;
}
