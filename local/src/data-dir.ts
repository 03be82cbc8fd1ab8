import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BUS_SERVER, mongoOwners, PARTNERS } from '@ticketing/system';
import { databaseServerOf } from './backing-servers.js';
import { KEY_FILES } from './keys.js';

/** The names that a run makes in the data directory. Nothing else there is ever deleted, whatever directory that is. */
const OURS = new Set([
  ...mongoOwners.map(databaseServerOf),
  BUS_SERVER,
  'redis',
  PARTNERS.stripe.name,
  'logs',
  ...Object.values(KEY_FILES),
  'jwt.key', // the key of sessions of earlier releases
  'state.json',
  'state.json.new',
]);

export function forgetData(dir: string): void {
  for (const name of readdirSync(dir)) {
    if (OURS.has(name)) rmSync(join(dir, name), { recursive: true, force: true });
  }
}
