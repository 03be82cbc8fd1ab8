import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { read, ROOT } from './root.js';

interface Entry {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
}
interface Lockfile {
  packages: Record<string, Entry>;
}

const lockfile = JSON.parse(read('package-lock.json')) as Lockfile;

/** The paths that scripts/complete-lockfile.mjs finds in a lockfile. */
function withoutHash(file: Lockfile): string[] {
  const script = pathToFileURL(join(ROOT, 'scripts/complete-lockfile.mjs'));
  const program = `import(${JSON.stringify(script)}).then(({ entriesWithoutHash }) =>
    process.stdin.setEncoding('utf8').toArray().then((parts) =>
      console.log(JSON.stringify(entriesWithoutHash(JSON.parse(parts.join('')))))))`;
  const printed = execFileSync(process.execPath, ['-e', program], {
    input: JSON.stringify(file),
    encoding: 'utf8',
  });
  return (JSON.parse(printed) as [string, Entry][]).map(([path]) => path);
}

describe('package-lock.json', () => {
  it('has the hash of every package (node scripts/complete-lockfile.mjs adds it)', () => {
    expect(withoutHash(lockfile)).toEqual([]);
  });

  it('is refused when one package of another system has no hash', () => {
    const changed = structuredClone(lockfile);
    delete changed.packages['node_modules/@swc/core-darwin-arm64']!.integrity;
    expect(withoutHash(changed)).toEqual(['node_modules/@swc/core-darwin-arm64']);
  });

  it('has SHA-512 hashes only', () => {
    const weak = Object.entries(lockfile.packages).filter(
      ([, { integrity }]) => integrity !== undefined && !integrity.startsWith('sha512-'),
    );
    expect(weak).toEqual([]);
  });

  it('takes every package from the registry, none from a repository or another address', () => {
    const elsewhere = Object.entries(lockfile.packages).filter(
      ([, { resolved, link }]) => resolved !== undefined && !link,
    );
    expect(elsewhere).toEqual([]);
  });
});
