// Adds the hashes that package-lock.json lacks. npm leaves a hash out when it writes the lockfile from node_modules, which
// has no packages for other systems. Without its hash, such a package would be installed unchecked.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './workspaces.mjs';

const FILE = join(ROOT, 'package-lock.json');

/** The entries of a lockfile that come from a registry and have no hash. Links and workspaces are folders of this project. */
export function entriesWithoutHash({ packages }) {
  return Object.entries(packages).filter(
    ([path, { link, integrity }]) => path.includes('node_modules/') && !link && !integrity,
  );
}

function hashOf(path, { name = path.split('node_modules/').pop(), version }) {
  const hash = execFileSync('npm', ['view', `${name}@${version}`, 'dist.integrity'], {
    encoding: 'utf8',
  }).trim();
  if (!/^sha512-[\w+/]+={0,2}$/.test(hash))
    throw new Error(`the registry has no SHA-512 hash of ${name}@${version}`);
  return hash;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const lockfile = JSON.parse(readFileSync(FILE, 'utf8'));
  const entries = entriesWithoutHash(lockfile);
  for (const [path, entry] of entries) {
    const { version, resolved, ...others } = entry;
    // npm writes the keys in this order
    lockfile.packages[path] = { version, resolved, integrity: hashOf(path, entry), ...others };
  }
  writeFileSync(FILE, `${JSON.stringify(lockfile, null, 2)}\n`);
  console.log(`added ${entries.length} hashes`);
}
