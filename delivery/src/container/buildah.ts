import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '@ticketing/processes';
import { type Debian, shareNames } from './debian.js';
import { environment } from './docker.js';
import type { BuiltImage, Engine, ImagePlan, Run } from './engine.js';
import { plainContext } from './plain-context.js';
import { output, runLogged } from './shell.js';

const BASE = 'localhost/ticketing-base';
/** buildah raises these limits to the highest ones that the kernel has, which a sandbox may not allow. */
const LIMITS = ['--ulimit', 'nofile=20000:20000', '--ulimit', 'nproc=90000:90000'];

/*
 * buildah's own isolation needs mounts of its own. So each command gets a mount namespace, in which the chroot is mounted
 * on itself. When the command ends, all mounts are gone.
 */
const IN_BOX = `
box=$1 share=$2 base=$3; shift 3
mkdir -p "$box/share" "$box/base"
mount --bind "$box" "$box"
mount -t proc proc "$box/proc"
mount --rbind /dev "$box/dev"
mount --rbind /sys "$box/sys"
mount --bind "$share" "$box/share"
mount --bind "$base" "$box/base"
exec chroot "$box" "$@"
`;

/** A base image that is kept lets the next run use the layers on it again. */
const COMMIT_BASE = `
buildah inspect --type image ${BASE} > /dev/null 2>&1 && exit
c=$(buildah from scratch)
cp -a /base/. "$(buildah mount "$c")/"
buildah umount "$c"
buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --cmd node "$c"
buildah commit --rm "$c" ${BASE}
`;

const EXPORT = `
c=$(buildah from --pull-never "$1")
cp -a "$(buildah mount "$c")/app" "$2/app"
buildah umount "$c"
buildah rm "$c"
buildah inspect --type image "$1" > "$2/image.json"
`;

const REMOVE_CONTAINERS = 'buildah rm --all > /dev/null';

/** Each run has a container of its own. Its root is a mount of its own that nobody can write to. */
const RUN = `
box=$1 tag=$2 user=$3 workdir=$4; shift 4
mount --bind "$box" "$box"
mount -t proc proc "$box/proc"
mount --rbind /dev "$box/dev"
mount --rbind /sys "$box/sys"
root=$box$(chroot "$box" sh -e -c 'buildah mount "$(buildah from --pull-never "$0")"' "$tag")
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
exec chroot --userspec="$user" --groups= "$root" env -C "$workdir" "$@"
`;

interface Inspected {
  OCIv1: {
    config: { User?: string; WorkingDir?: string; Env?: string[]; Cmd?: string[]; Entrypoint?: string[] };
  };
}

/** buildah in a chroot with Debian. It needs no engine and no registry of images: the base image is made here. */
export class Buildah implements Engine {
  readonly name = 'buildah in a chroot';
  private box = '';
  private base = '';
  private npm: string[] = [];

  constructor(
    private readonly debian: Debian,
    private readonly folder: string,
  ) {}

  async build(plan: ImagePlan, heard: (step: string) => void): Promise<BuiltImage> {
    if (this.box === '') await this.prepare(heard);
    const { name, target, workspace } = plan;
    const tag = tagOf(name);
    const args = ['--isolation', 'chroot', '--network', 'host', '--layers', ...LIMITS, ...this.npm];
    const what = [
      '--target',
      target,
      '--build-arg',
      `WORKSPACE=${workspace}`,
      '--build-arg',
      `NODE_IMAGE=${BASE}`,
    ];
    await this.inBox(
      [
        'buildah',
        'build',
        ...args,
        ...what,
        '--pull-never',
        '-t',
        tag,
        '-f',
        '/share/Dockerfile',
        '/share/context',
      ],
      `${name}.log`,
      (line) => {
        const [, step] = /STEP \d+\/\d+: (.*)/.exec(line) ?? [];
        if (step !== undefined) heard(step);
      },
    );
    const root = join(this.folder, name);
    mkdirSync(root);
    await this.inBox(['sh', '-e', '-c', EXPORT, 'sh', tag, `/share/${name}`], `${name}.log`);
    const inspected = JSON.parse(readFileSync(join(root, 'image.json'), 'utf8')) as Inspected;
    const { User = '', WorkingDir = '/', Env, Cmd = [], Entrypoint } = inspected.OCIv1.config;
    return {
      name,
      root,
      user: User,
      workdir: WorkingDir,
      env: environment(Env),
      command: Cmd,
      hasEntrypoint: (Entrypoint?.length ?? 0) > 0,
    };
  }

  command({ image, env, command = image.command }: Run): Command {
    const inside = [this.box, tagOf(image.name), image.user, image.workdir, ...command];
    return {
      file: 'unshare',
      args: ['--mount', 'sh', '-e', '-c', RUN, 'sh', ...inside],
      // the programs on the way into the chroot are found by the PATH of this machine
      env: { ...image.env, PATH: `${image.env['PATH']}:/usr/sbin:/usr/bin:/sbin:/bin`, ...env },
    };
  }

  async cleanUp(): Promise<void> {
    if (this.base !== '') await this.inBox(['sh', '-c', REMOVE_CONTAINERS], 'clean-up.log');
  }

  private async prepare(heard: (step: string) => void): Promise<void> {
    this.box = await this.debian.box();
    this.base = await this.debian.base();
    shareNames(this.box);
    this.npm = await this.npmSettings();
    plainContext(this.folder);
    heard('the base image');
    await this.inBox(['sh', '-e', '-c', COMMIT_BASE], 'base.log');
  }

  /**
   * `npm ci` in a build reaches the registry that npm of this machine is set to, also through its certificates. npm says
   * its settings only outside of a workspace.
   */
  private async npmSettings(): Promise<string[]> {
    const names = ['registry', 'cafile', 'https-proxy', 'noproxy'];
    const settings = await Promise.all(
      names.map(async (name) => [name, await output('npm', ['config', 'get', name], '/')] as const),
    );
    const set = settings.filter(([, value]) => !['', 'null', 'undefined'].includes(value));
    const volumes: string[] = [];
    const lines = set.map(([name, value]) => {
      if (name !== 'cafile') return `${name}=${value}`;
      volumes.push('--volume', '/share/ca.pem:/run/ca.pem:ro');
      return 'cafile=/run/ca.pem';
    });
    const cafile = set.find(([name]) => name === 'cafile')?.[1];
    if (cafile) await output('cp', [cafile, join(this.folder, 'ca.pem')]);
    writeFileSync(join(this.folder, 'npmrc'), `${lines.join('\n')}\n`);
    return [...volumes, '--volume', '/share/npmrc:/root/.npmrc:ro'];
  }

  private inBox(command: readonly string[], log: string, heard?: (line: string) => void): Promise<void> {
    const places = [this.box, this.folder, this.base];
    const args = ['--mount', 'sh', '-e', '-c', IN_BOX, 'sh', ...places, ...command];
    return runLogged('unshare', args, join(this.folder, log), heard);
  }
}

const tagOf = (name: string) => `localhost/ticketing-${name}`;
