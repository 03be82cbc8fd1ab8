import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The folder of this workspace, seen from `src` and from `dist`. */
const ROOT = join(__dirname, '..');

export type DocumentName = 'openapi.yaml' | 'asyncapi.yaml';

/** Where a document is kept. */
export const pathOf = (name: DocumentName): string => join(ROOT, name);

/** Where the document of the last release is kept. */
export const releasedPathOf = (name: DocumentName): string => join(ROOT, 'released', name);

/** Reads a document that is kept in a file. */
export function readDocument(path: string): Record<string, unknown> {
  return parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
}
