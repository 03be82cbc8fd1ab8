import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ignore from '@balena/dockerignore';

/**
 * The files of a folder that a build may see, as its .dockerignore says. Paths are relative, with `/`. Each path is read
 * once, so files must not change while the context is in use.
 */
export class BuildContext {
  private readonly rules;
  private readonly answers = new Map<string, boolean>();
  private readonly listings = new Map<string, string[]>();

  constructor(
    readonly root: string,
    dockerignore: string,
  ) {
    this.rules = ignore().add(dockerignore);
  }

  has(path: string): boolean {
    const known = this.answers.get(path);
    if (known !== undefined) return known;
    const has = !this.rules.ignores(path);
    this.answers.set(path, has);
    return has;
  }

  /** The files under a path, or the file that it is. */
  files(path = '.'): readonly string[] {
    const known = this.listings.get(path);
    if (known) return known;
    const files = filesBelow(join(this.root, path))
      .map((file) => relative(this.root, file).split(sep).join('/'))
      .filter((file) => this.has(file));
    this.listings.set(path, files);
    return files;
  }
}

const NEVER_SOURCES = new Set(['node_modules', '.git', '.next', 'dist']);

/**
 * The files below a folder, or the file that the path is. Folders that never have sources are not read, because they
 * have very many files.
 */
export function filesBelow(path: string): string[] {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') return [path];
    if (code === 'ENOENT') return [];
    throw error;
  }
  return entries.flatMap((entry) => {
    if (!entry.isDirectory()) return [join(path, entry.name)];
    return NEVER_SOURCES.has(entry.name) ? [] : filesBelow(join(path, entry.name));
  });
}
