import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceNames, SITE } from '@ticketing/system';

export const ROOT = join(__dirname, '../..');

export const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** The workspaces that become images. */
export const SHIPPED: readonly string[] = [...serviceNames, SITE.name];

/** Every folder of the root that is a workspace. */
export const workspaceFolders = (): string[] =>
  readdirSync(ROOT).filter((folder) => existsSync(join(ROOT, folder, 'package.json')));
