import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { BuildContext } from './context.js';
import { assignments, expand, type Dockerfile, type Instruction } from './dockerfile.js';
import { install, linkTree } from './installed.js';

export interface Image {
  /** The folder with its file system. The files of the base image are not in it. */
  root: string;
  workdir: string;
  env: Record<string, string>;
  user: string;
  command: string[];
}

/** The build arguments that BuildKit sets by itself. */
const PLATFORM = { TARGETARCH: process.arch === 'x64' ? 'amd64' : process.arch };

/**
 * Builds the images of a Dockerfile without a container engine. Each stage becomes a folder, which the instructions fill.
 * Two things differ from a real build: the base image is empty, so programs of this machine run, and `npm ci` takes the
 * packages that are installed here.
 */
export class ImageBuilder {
  private readonly stages = new Map<string, Image>();

  constructor(
    private readonly dockerfile: Dockerfile,
    private readonly context: BuildContext,
    private readonly folder: string,
  ) {}

  /**
   * Builds a stage and the stages that it needs, each once.
   * @param as a name for the image, needed if a stage is built several times with different build arguments
   */
  build(target: string, buildArgs: Record<string, string> = {}, as = target): Image {
    const built = this.stages.get(as);
    if (built) return built;
    const stage = this.dockerfile.stages.get(target);
    if (!stage) throw new Error(`The Dockerfile has no stage ${target}`);
    const root = join(this.folder, as);
    mkdirSync(root, { recursive: true });
    let image: Image = { root, workdir: '/', env: {}, user: '0', command: [] };
    if (this.dockerfile.stages.has(stage.from)) {
      const base = this.build(stage.from, buildArgs);
      linkTree(base.root, root);
      image = { ...base, env: { ...base.env }, root };
    }
    const args: Record<string, string> = {};
    for (const instruction of stage.instructions) this.carryOut(instruction, image, args, buildArgs);
    this.stages.set(as, image);
    return image;
  }

  private carryOut(
    instruction: Instruction,
    image: Image,
    args: Record<string, string>,
    buildArgs: Record<string, string>,
  ): void {
    const known = { ...args, ...image.env };
    const words = instruction.args.map((word) => expand(word, known));
    switch (instruction.keyword) {
      case 'ARG':
        for (const [name, value] of Object.entries(assignments(instruction)))
          args[name] = { ...PLATFORM, ...buildArgs }[name] ?? value;
        return;
      case 'ENV':
        for (const [name, value] of Object.entries(assignments(instruction)))
          image.env[name] = expand(value, known);
        return;
      case 'WORKDIR':
        image.workdir = resolve(image.workdir, words[0] ?? '');
        return void mkdirSync(image.root + image.workdir, { recursive: true });
      case 'USER':
        return void (image.user = words[0] ?? '');
      case 'CMD':
        return void (image.command = words);
      case 'COPY':
        return this.copy(words, instruction.flags['from'], image);
      case 'RUN':
        return this.run(instruction.text, image, args);
      case 'LABEL':
      case 'EXPOSE':
        return;
      default:
        throw new Error(`ImageBuilder does not know the instruction ${instruction.keyword}`);
    }
  }

  private copy(words: string[], from: string | undefined, image: Image): void {
    const to = words.at(-1) ?? '';
    for (const source of words.slice(0, -1)) {
      if (from !== undefined) {
        linkTree(join(this.build(from).root, source), image.root + resolve(image.workdir, to));
        continue;
      }
      for (const [file, path] of copied(this.context, source, to, image.workdir)) {
        mkdirSync(dirname(image.root + path), { recursive: true });
        copyFileSync(join(this.context.root, file), image.root + path);
      }
    }
  }

  private run(text: string, image: Image, args: Record<string, string>): void {
    const cwd = image.root + image.workdir;
    if (/\bnpm ci\b/.test(text)) return install(this.context.root, cwd, text.includes('--omit=dev'));
    // an absolute path means a path in the image
    const script = text.replace(/(?<=\s)\/(?=\w)/g, `${image.root}/`);
    const env = { PATH: process.env.PATH, HOME: this.folder, ...args, ...image.env };
    try {
      execFileSync('sh', ['-c', script], { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`RUN ${text} failed:\n${stdout}${stderr}`, { cause: error });
    }
  }
}

/** The files that `COPY source to` takes from the context, each with its path in the image. */
export function copied(context: BuildContext, source: string, to: string, workdir: string) {
  const files = context.files(source);
  if (files.length === 0) throw new Error(`COPY ${source}: the context has no such file`);
  return files.map((file): [file: string, path: string] => {
    if (file === source) return [file, resolve(workdir, to, to.endsWith('/') ? basename(file) : '')];
    return [file, resolve(workdir, to, relative(source, file))]; // COPY of a folder copies its content
  });
}

/** The path on this machine of a path in an image. */
export const inImage = (image: Image, path: string) => image.root + resolve(image.workdir, path);

export const imageHas = (image: Image, path: string) => existsSync(inImage(image, path));
