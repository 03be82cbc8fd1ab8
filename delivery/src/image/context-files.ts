import { resolve } from 'node:path';
import type { BuildContext } from './context.js';
import { expand, type Dockerfile } from './dockerfile.js';
import { copied } from './image-builder.js';

/** The files of the context that a stage copies, each with its path in the image. Nothing is built. */
export function contextFiles(
  dockerfile: Dockerfile,
  target: string,
  context: BuildContext,
  args: Record<string, string> = {},
): { files: Map<string, string>; workdir: string } {
  const stage = dockerfile.stages.get(target);
  if (!stage) return { files: new Map(), workdir: '/' };
  const { files, workdir: start } = contextFiles(dockerfile, stage.from, context, args);
  let workdir = start;
  for (const { keyword, flags, args: raw } of stage.instructions) {
    const words = raw.map((word) => expand(word, args));
    if (keyword === 'WORKDIR') workdir = resolve(workdir, words[0] ?? '');
    if (keyword !== 'COPY' || 'from' in flags) continue;
    const to = words.at(-1) ?? '';
    for (const source of words.slice(0, -1))
      for (const [file, path] of copied(context, source, to, workdir)) files.set(file, path);
  }
  return { files, workdir };
}
