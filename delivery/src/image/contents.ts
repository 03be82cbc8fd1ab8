import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { SITE } from '@ticketing/system';
import { ROOT } from '../root.js';
import { lockedPackages } from './installed.js';

/** How large the files of this project and its packages may be, in MB. The base image comes on top. */
const BUDGET_MB = { service: 35, site: 30 };

const SHARED = 'node_modules/@ticketing/common';

export interface Contents {
  /** The files below /app. */
  files: readonly string[];
  /** Their size in bytes. */
  size: number;
}

export function contentsOf(app: string): Contents {
  const entries = readdirSync(app, { recursive: true, withFileTypes: true }).filter(
    (entry) => !entry.isDirectory(),
  );
  return {
    files: entries.map((entry) => relative(app, join(entry.parentPath, entry.name))),
    size: entries
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0),
  };
}

/** The files of an image that nothing in it runs, the files that it lacks, and its size, if that is too large. */
export function contentProblems(name: string, { files, size }: Contents): string[] {
  const isSite = name === SITE.name;
  const start = isSite ? `${name}/server.js` : `${name}/dist/index.js`;
  const budget = isSite ? BUDGET_MB.site : BUDGET_MB.service;
  return [
    ...(files.includes(start) ? [] : [`${start} is missing`]),
    ...packageProblems(files),
    ...folderProblems(name, files),
    ...files.filter(isUnwanted).map((file) => `${file} is not run: leave it out`),
    ...(size <= budget * 1e6 ? [] : [`it has ${(size / 1e6).toFixed(1)} MB, and may have ${budget} MB`]),
  ];
}

function packageProblems(files: readonly string[]): string[] {
  const locked = lockedPackages(ROOT);
  const packages = new Set(
    files.flatMap((file) => /^(?:\w+\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []),
  );
  const foreign = [...packages]
    .filter((path) => path !== SHARED)
    .filter((path) => !locked[path] || locked[path].dev || path.includes('@types/'))
    .map((path) => `${path} is no package that runs in production`);
  return [...(packages.size > 5 ? [] : ['it has no packages']), ...foreign];
}

function folderProblems(name: string, files: readonly string[]): string[] {
  const own = [name, 'node_modules', ...(name === SITE.name ? [] : ['service'])];
  const folders = new Set(files.map((file) => file.split('/')[0]!));
  return [...folders]
    .filter((folder) => !own.includes(folder))
    .map((folder) => `${folder} belongs to others`);
}

/** Types and source maps are not run. Of the files of this project, neither are sources, tests and settings of tools. */
function isUnwanted(file: string): boolean {
  if (/\.(map|d\.[cm]?ts)$/.test(file)) return true;
  const isOwn = !/node_modules\/(?!@ticketing\/)/.test(file);
  return isOwn && /\.(tsx?|tsbuildinfo|md)$|\.test\.|(^|\/)(testing|src)\/|\.env|jest/.test(file);
}
