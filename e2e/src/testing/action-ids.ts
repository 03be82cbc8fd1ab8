import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The ids of the actions of a build of the site in `folder`, by their names. */
export function actionIdsOf(folder: string): Record<string, string> {
  const file = join(folder, '.next/server/server-reference-manifest.json');
  const { node } = JSON.parse(readFileSync(file, 'utf8')) as {
    node: Record<string, { exportedName: string }>;
  };
  return Object.fromEntries(Object.entries(node).map(([id, { exportedName }]) => [exportedName, id]));
}
