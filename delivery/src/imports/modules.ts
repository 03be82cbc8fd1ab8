import { existsSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import ts from 'typescript';
import { filesBelow } from '../image/context.js';
import { manifestOf, workspaceFolders, type Manifest } from '../root.js';

export interface Workspace {
  folder: string;
  manifest: Manifest;
}

export interface Module {
  /** Relative to the root, with `/`. */
  file: string;
  workspace: Workspace;
  /** Its imports, with those of types. An import of a package has no file. */
  imports: { specifier: string; file: string | undefined }[];
}

const SOURCE = /(?<!\.d)\.tsx?$/;
const TEST = /\.test\.tsx?$/;

export function workspacesOf(root: string): Workspace[] {
  return workspaceFolders(root).map((folder) => ({ folder, manifest: manifestOf(folder, root) }));
}

/** Every TypeScript source of the workspaces that is not a test. */
export function modulesOf(root: string, workspaces: readonly Workspace[]): Module[] {
  return workspaces.flatMap((workspace) =>
    filesBelow(join(root, workspace.folder))
      .filter((path) => SOURCE.test(path) && !TEST.test(path))
      .map((path) => relative(root, path).split(sep).join('/'))
      .map((file) => ({ file, workspace, imports: importsOf(root, file, workspace) })),
  );
}

function importsOf(root: string, file: string, workspace: Workspace): Module['imports'] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'));
  return importedFiles.map(({ fileName: specifier }) => ({
    specifier,
    file: resolve(root, file, workspace, specifier),
  }));
}

/** The file that a relative import names. It is undefined for an import of a package. */
function resolve(root: string, from: string, { folder }: Workspace, specifier: string): string | undefined {
  if (!/^(\.{1,2}|@)\//.test(specifier)) return undefined;
  const path = specifier.startsWith('@/') // the site uses this alias for its own folder
    ? posix.join(folder, specifier.slice(2))
    : posix.join(posix.dirname(from), specifier);
  const stem = path.replace(/\.js$/, '');
  const candidates = ['.ts', '.tsx', '/index.ts', '/index.tsx'].map((ending) => stem + ending);
  return candidates.find((candidate) => existsSync(join(root, candidate))) ?? path;
}
