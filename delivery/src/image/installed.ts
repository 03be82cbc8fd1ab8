import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';

interface LockedPackage {
  link?: boolean;
  resolved?: string;
  dev?: boolean;
  devOptional?: boolean;
}

/** Every package of the lockfile, by its folder. */
export function lockedPackages(root: string): Record<string, LockedPackage> {
  const lockfile = readFileSync(join(root, 'package-lock.json'), 'utf8');
  return (JSON.parse(lockfile) as { packages: Record<string, LockedPackage> }).packages;
}

/**
 * Does what `npm ci` does in a folder with manifests, with the packages that are installed in `root`. As npm does, it
 * leaves out workspaces without a manifest, and with `omitDev` the packages that only tests and tools need.
 */
export function install(root: string, folder: string, omitDev: boolean): void {
  for (const [path, { link, resolved = '', dev, devOptional }] of Object.entries(lockedPackages(root))) {
    const to = join(folder, path);
    if (link) {
      if (!existsSync(join(folder, resolved, 'package.json'))) continue;
      mkdirSync(dirname(to), { recursive: true });
      symlinkSync(relative(dirname(to), join(folder, resolved)), to);
    } else if (path.includes('node_modules/') && !(omitDev && (dev || devOptional))) {
      const owner = path.slice(0, path.indexOf('node_modules/'));
      if (existsSync(join(folder, owner)) && existsSync(join(root, path))) linkTree(join(root, path), to);
    }
  }
  linkTree(join(root, 'node_modules/.bin'), join(folder, 'node_modules/.bin'));
}

/** Copies a folder. Files become hard links where the file system allows it, because nobody changes installed files. */
export function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (!existsSync(target)) linkFile(source, target);
  }
}

function linkFile(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    copyFileSync(from, to);
  }
}
