// Copies the files of an image, and no others, to <out>/<workspace>/, which becomes /app of the image. The Dockerfile runs
// this script, and so does the test that starts each service from such a folder.
//
//   node scripts/assemble-image.mjs dependencies <out>   for each service, the installed packages that it needs
//   node scripts/assemble-image.mjs code <out>           for each service, its built files and those of common
//   node scripts/assemble-image.mjs site <out>           for the site, its built files (with the packages it needs)
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, serviceFolders } from './workspaces.mjs';

const SHARED = 'node_modules/@ticketing/common';
/** Nothing runs these files of a package: types and source maps help people who write code. */
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
  // what npm has put beside common, because others need another version, stays beside it
  for (const path of found) copy(path, join(folder, path.replace(/^common(?=\/)/, SHARED)));

  function collect(from) {
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = packages[from];
    for (const name of Object.keys({ ...peerDependencies, ...dependencies, ...optionalDependencies })) {
      if (name.startsWith('@types/')) continue; // types are not needed at run time
      if (peerDependenciesMeta?.[name]?.optional) continue; // installed only because a test needs it
      const path = resolve(name, from);
      if (path === undefined || found.has(path)) continue; // an optional package may be for other machines
      if (packages[path].link) {
        collect(packages[path].resolved);
      } else {
        found.add(path);
        collect(path);
      }
    }
  }

  /** Finds a package as Node does: in the folder that imports it, or in a folder above. */
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
  symlinkSync(service, join(folder, 'service')); // so every image has the same command
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
