import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { serviceNames, SITE } from '@ticketing/system';

export const ROOT = join(__dirname, '../..');

export const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** The workspaces that become images. */
export const SHIPPED: readonly string[] = [...serviceNames, SITE.name];

export interface Manifest {
  name?: string;
  engines?: { node: string };
  scripts?: Record<string, string>;
  workspaces?: string[];
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** The package.json of a folder. */
export const manifestOf = (folder: string, root = ROOT) =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;

/** The folder of every workspace. package.json names them by patterns that end with `*`. */
export function workspaceFolders(root = ROOT): string[] {
  return (manifestOf('.', root).workspaces ?? [])
    .map((pattern) => posix.dirname(pattern))
    .flatMap((parent) => readdirSync(join(root, parent)).map((name) => posix.join(parent, name)))
    .filter((folder) => existsSync(join(root, folder, 'package.json')));
}
