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
  'site.key',
  'state.json',
  'state.json.new',
]);

export function forgetData(dir: string): void {
  for (const name of readdirSync(dir)) {
    if (OURS.has(name)) rmSync(join(dir, name), { recursive: true, force: true });
  }
}

/** The keys of a run. The data directory keeps them. */
export interface Keys {
  /** Signs sessions, so that people stay signed in over a restart. */
  jwt: string;
  /** Encrypts what the forms of the site carry, so that a form can be sent to a site that was started anew. */
  site: string;
}

/** Reads the keys. A key that is not there yet, or that has been cut short, is made and kept. */
export function readKeys(dir: string): Keys {
  return {
    jwt: keptKey(join(dir, 'jwt.key'), { make: () => randomBytes(48).toString('base64url'), least: 32 }),
    site: keptKey(join(dir, 'site.key'), { make: () => randomBytes(32).toString('base64'), least: 44 }),
  };
}

function keptKey(file: string, { make, least }: { make: () => string; least: number }): string {
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
