// Lists the workspaces for other scripts. This script uses nothing but Node.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The workspaces whose tests start the whole system. */
export const SYSTEM_TESTED = ['e2e', 'faults', 'hostile'];

/** The folder of every workspace. package.json names them; `*` means every folder that has a package.json. */
export function workspaces() {
  const { workspaces: patterns } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return patterns
    .flatMap((pattern) => {
      if (!pattern.endsWith('*')) return [pattern];
      const parent = pattern.slice(0, -1);
      if (!existsSync(join(ROOT, parent))) return []; // a build of an image does not have all folders
      return readdirSync(join(ROOT, parent)).map((name) => `${parent}${name}`);
    })
    .filter((folder) => existsSync(join(ROOT, folder, 'package.json')));
}

/** The workspaces whose tests need no running system. */
export function unitTested() {
  return workspaces().filter(
    (folder) => existsSync(join(ROOT, folder, 'jest.config.cjs')) && !SYSTEM_TESTED.includes(folder),
  );
}

/** The workspaces that `tsc -b` compiles. */
export function compiled() {
  return workspaces().filter((folder) => {
    const config = join(ROOT, folder, 'tsconfig.json');
    return existsSync(config) && readFileSync(config, 'utf8').includes('tsconfig.base.json');
  });
}

/**
 * The services. A service is built by `tsc -b`, has a start script, and needs common at run time. Only manifests are read,
 * because an image installs packages before it has anything else.
 */
export function serviceFolders() {
  return workspaces().filter((folder) => {
    const { scripts = {}, dependencies = {} } = readManifest(folder);
    return scripts.build === 'tsc -b' && 'start' in scripts && '@ticketing/common' in dependencies;
  });
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
}
