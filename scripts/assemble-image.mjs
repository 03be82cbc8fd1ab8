// Lays out the files of an image, and no others. The Dockerfile runs this, and so does the test that starts each service
// from such a folder. <out>/<workspace>/ becomes /app of its image.
//
//   node scripts/assemble-image.mjs dependencies <out>   of each service: the packages it needs, as npm has installed them
//   node scripts/assemble-image.mjs code <out>           of each service: the files that the build has made
//   node scripts/assemble-image.mjs site <out>           the site, whose build has copied what it needs of its packages
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, serviceFolders } from './workspaces.mjs';

const SHARED = 'node_modules/@ticketing/common';
/** Packages carry types and source maps, for those who write code against them. */
const NOT_RUN = /\.(map|[cm]?ts|tsbuildinfo)$/;

const [command, out] = process.argv.slice(2);
const assemble = { dependencies, code }[command];
if (out && command === 'site') copy('client/.next/standalone', join(out, 'client'));
else if (out && assemble) for (const service of serviceFolders()) assemble(service, join(out, service));
else throw new Error('Usage: assemble-image.mjs dependencies|code|site <out>');

function dependencies(service, folder) {
  const { packages } = readJson('package-lock.json');
  const found = new Set();
  collect(service);
  for (const path of found) copy(path, join(folder, path));

  function collect(from) {
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = packages[from];
    for (const name of Object.keys({ ...peerDependencies, ...dependencies, ...optionalDependencies })) {
      if (name.startsWith('@types/')) continue; // nothing to run
      if (peerDependenciesMeta?.[name]?.optional) continue; // here only if a test asked for it
      const path = resolve(name, from);
      if (path === undefined || found.has(path)) continue; // an optional one may be for other machines
      if (packages[path].link) {
        collect(packages[path].resolved);
      } else {
        found.add(path);
        collect(path);
      }
    }
  }

  /** As Node does: beside who asks for it, or in a folder above. */
  function resolve(name, from) {
    for (let folder = from; ; folder = dirname(folder)) {
      const path = join(folder, 'node_modules', name);
      if (packages[path] && existsSync(join(ROOT, path))) return path;
      if (folder === '.') return undefined;
    }
  }
}

function code(service, folder) {
  built(service, join(folder, service));
  built('common', join(folder, SHARED));
  symlinkSync(service, join(folder, 'service')); // the command of every image is the same
}

function built(workspace, to) {
  copy(join(workspace, 'package.json'), join(to, 'package.json'));
  copy(join(workspace, 'dist'), join(to, 'dist'));
}

function copy(from, to) {
  cpSync(join(ROOT, from), to, { recursive: true, filter: (file) => !NOT_RUN.test(file) });
}

function readJson(file) {
  return JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
}
