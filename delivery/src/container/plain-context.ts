import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BuildContext } from '../image/context.js';
import { read, ROOT } from '../root.js';

// Docker reads .dockerignore by itself. buildah and Podman skip a folder that `**` excludes, although a later line such as
// `!*/src/` includes files of it. So they get a context without that file.

/** Copies the files that a build may see, and the Dockerfile beside them. Returns the folder with the files. */
export function plainContext(folder: string): string {
  const to = join(folder, 'context');
  if (existsSync(to)) return to;
  for (const file of new BuildContext(ROOT, read('.dockerignore')).files()) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(join(ROOT, file), join(to, file), { preserveTimestamps: true });
  }
  cpSync(join(ROOT, 'Dockerfile'), join(folder, 'Dockerfile'));
  return to;
}
