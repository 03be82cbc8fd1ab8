import { join } from 'node:path';
import { Buildah } from './buildah.js';
import { Debian, whyNoDebian } from './debian.js';
import { Docker } from './docker.js';
import { CannotRun, type Engine } from './engine.js';
import { succeeds } from './shell.js';

export const ENGINES = ['docker', 'podman', 'chroot'] as const;
export type EngineName = (typeof ENGINES)[number];

/**
 * The engine with this name, or the first that works here.
 * @param folder for logs and the files of images
 * @param cache for things that the next run can use again
 * @throws {CannotRun} which says why each engine can't be used
 */
export async function chooseEngine(
  wanted: EngineName | undefined,
  { folder, cache, say }: { folder: string; cache: string; say: (line: string) => void },
): Promise<Engine> {
  if (process.platform !== 'linux')
    throw new CannotRun('containers use the network of this machine only on Linux');
  const reasons: string[] = [];
  for (const name of wanted ? [wanted] : ENGINES) {
    const reason = await whyNot(name);
    if (reason !== undefined) reasons.push(`${name}: ${reason}`);
    else if (name === 'chroot') return new Buildah(new Debian(join(cache, 'debian'), say), folder);
    else return new Docker(name, folder);
  }
  throw new CannotRun(reasons.join('; '));
}

async function whyNot(name: EngineName): Promise<string | undefined> {
  if (name === 'chroot') return whyNoDebian();
  if (!(await succeeds(name, ['--version']))) return 'it is not installed';
  if (!(await succeeds(name, ['info']))) return 'its engine does not answer';
  if (name === 'docker' && !(await succeeds('docker', ['buildx', 'version']))) return 'it has no buildx';
  return undefined;
}
