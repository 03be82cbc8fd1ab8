import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '@ticketing/processes';
import { ROOT } from '../root.js';
import type { BuiltImage, Engine, ImagePlan, Run } from './engine.js';
import { plainContext } from './plain-context.js';
import { output, runLogged } from './shell.js';

/** A pod has this much. */
const MEMORY = '256m';

interface Inspected {
  Config: {
    User: string;
    WorkingDir: string;
    Env: string[];
    Cmd: string[] | null;
    Entrypoint?: string[] | string | null;
  };
}

/** Docker, or Podman, which has the same commands. */
export class Docker implements Engine {
  private readonly run = randomBytes(4).toString('hex');
  private containers = 0;

  constructor(
    readonly name: 'docker' | 'podman',
    private readonly folder: string,
  ) {}

  async build({ name, target, workspace }: ImagePlan, heard: (step: string) => void): Promise<BuiltImage> {
    const tag = this.tagOf(name);
    // without --load, a builder in a container would keep the image for itself
    const [build, context] =
      this.name === 'docker'
        ? [['buildx', 'build', '--load', '--progress', 'plain'], ROOT]
        : [['build'], plainContext(this.folder)];
    const file = ['-f', join(ROOT, 'Dockerfile')];
    const args = [
      ...build,
      '--target',
      target,
      '--build-arg',
      `WORKSPACE=${workspace}`,
      '-t',
      tag,
      ...file,
      context,
    ];
    await runLogged(this.name, args, join(this.folder, `${name}.log`), (line) => {
      const [, step] = /^(?:#\d+|(?:\[\d+\/\d+\] )?STEP \d+\/\d+:) (.*(?:RUN|COPY|FROM) .*)/.exec(line) ?? [];
      if (step !== undefined) heard(step);
    });
    const [inspected] = JSON.parse(await output(this.name, ['image', 'inspect', tag])) as [Inspected];
    const { User, WorkingDir, Env, Cmd, Entrypoint } = inspected.Config;
    return {
      name,
      root: await this.export(tag, name),
      user: User,
      workdir: WorkingDir,
      env: environment(Env),
      command: Cmd ?? [],
      hasEntrypoint: (Entrypoint?.length ?? 0) > 0,
    };
  }

  command({ image, env, command = [] }: Run): Command {
    const memory = this.name === 'docker' ? ['--memory', MEMORY] : []; // Podman without root may not limit it
    const hardened = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];
    const name = `ticketing-${this.run}-${++this.containers}`;
    // a name alone takes the value from the environment, so that keys are not on the command line
    const settings = Object.keys(env).flatMap((key) => ['-e', key]);
    const args = ['run', '--rm', '--name', name, '--network', 'host', ...hardened, ...memory, ...settings];
    return {
      file: this.name,
      args: [...args, this.tagOf(image.name), ...command],
      env: { ...process.env, ...env },
    };
  }

  async cleanUp(): Promise<void> {
    const left = await output(this.name, ['ps', '-aq', '--filter', `name=ticketing-${this.run}-`]);
    if (left) await output(this.name, ['rm', '-f', ...left.split('\n')]);
  }

  private async export(tag: string, name: string): Promise<string> {
    const root = join(this.folder, name);
    mkdirSync(root, { recursive: true });
    const container = await output(this.name, ['create', tag]);
    try {
      const script = '"$0" export "$1" | tar x -C "$2" --no-same-owner app';
      await output('sh', ['-c', script, this.name, container, root]);
    } finally {
      await output(this.name, ['rm', container]);
    }
    return root;
  }

  private tagOf(name: string): string {
    return `ticketing-check/${name}`; // the next run replaces it
  }
}

/** Turns `NAME=value` lines around. */
export function environment(lines: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
