import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { read } from '../root.js';
import { parseDockerfile } from '../image/dockerfile.js';
import { CannotRun } from './engine.js';
import { output, runLogged, succeeds } from './shell.js';

/** buildah of this release is new enough. */
const BOX_RELEASE = 'trixie';
/** The npm of the Node that the images have. */
const NPM_MAJOR = '11';

/** Folders with Debian systems, which debootstrap makes. They are kept, because they take minutes. */
export class Debian {
  constructor(
    private readonly folder: string,
    private readonly say: (line: string) => void,
  ) {}

  /** A system with buildah. */
  box(): Promise<string> {
    return this.made(`box-${BOX_RELEASE}`, (root) =>
      this.bootstrap(root, BOX_RELEASE, 'buildah,netavark,ca-certificates'),
    );
  }

  /** The files of the base image that the Dockerfile names: Debian, with Node and npm from the registry of npm. */
  base(): Promise<string> {
    const image = parseDockerfile(read('Dockerfile')).args['NODE_IMAGE'] ?? '';
    const [, major, release] = /^node:(\d+)-(\w+)-slim$/.exec(image) ?? [];
    if (major === undefined || release === undefined)
      throw new CannotRun(`the base image ${image} is no slim Debian with a major version of Node`);
    return this.made(`base-${release}-${major}`, async (root) => {
      await this.bootstrap(root, release, 'ca-certificates');
      await this.unpack(`node-linux-${process.arch}@${major}`, join(root, 'usr/local'), ['bin']);
      const npm = join(root, 'usr/local/lib/node_modules/npm');
      await this.unpack(`npm@${NPM_MAJOR}`, npm, []);
      for (const program of ['npm', 'npx'])
        symlinkSync(`../lib/node_modules/npm/bin/${program}-cli.js`, join(root, 'usr/local/bin', program));
      writeFileSync(join(root, 'etc/hosts'), '127.0.0.1 localhost\n::1 localhost\n');
      await output('chroot', [root, 'useradd', '--uid', '1000', '--create-home', 'node']);
    });
  }

  private async made(name: string, make: (root: string) => Promise<void>): Promise<string> {
    const done = join(this.folder, name);
    if (existsSync(done)) return done;
    const begun = `${done}.begun`;
    rmSync(begun, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
    await make(begun);
    renameSync(begun, done);
    return done;
  }

  private async bootstrap(root: string, release: string, packages: string): Promise<void> {
    this.say(`Debian ${release} with ${packages} (debootstrap)`);
    const args = ['--variant=minbase', `--include=${packages}`, release, root, await mirror()];
    await runLogged('debootstrap', args, `${root}.log`);
    rmSync(join(root, 'var/cache/apt/archives'), { recursive: true, force: true });
  }

  /** Unpacks a package of npm. With `parts`, only these of its folders. */
  private async unpack(name: string, to: string, parts: readonly string[]): Promise<void> {
    this.say(`${name} (npm pack)`);
    const folder = `${this.folder}/pack`;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await output('npm', ['pack', name, '--silent', '--pack-destination', folder]);
    const [file = ''] = readdirSync(folder);
    mkdirSync(to, { recursive: true });
    const inside = parts.length > 0 ? parts.map((part) => `package/${part}`) : ['package'];
    const tar = ['xf', join(folder, file), '-C', to, '--strip-components', '1', '--no-same-owner', ...inside];
    await output('tar', tar);
    rmSync(folder, { recursive: true });
  }
}

/** The mirror that apt of this machine uses. Undefined on a machine that is not Debian. */
async function findMirror(): Promise<string | undefined> {
  const format = '$(SITE)|$(ORIGIN)|$(RELEASE)';
  const lines = await output('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']).catch(
    () => '',
  );
  const targets = lines.split('\n').map((line) => line.split('|'));
  // updates and security have names with a dash, and their mirrors have not all packages
  return targets.find(([, origin, release]) => origin === 'Debian' && release?.includes('-') === false)?.[0];
}

async function mirror(): Promise<string> {
  const found = await findMirror();
  if (found === undefined) throw new CannotRun('apt has no mirror of Debian (apt-get update may help)');
  return found;
}

/** The reason why this machine cannot make such systems. Undefined when it can. */
export async function whyNoDebian(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'without root no chroot can be made';
  if (!existsSync('/etc/debian_version')) return 'this is not Debian';
  if (await succeeds('which', ['debootstrap'])) return undefined;
  await succeeds('apt-get', ['update']);
  const installed = await succeeds('apt-get', ['install', '-y', '--no-install-recommends', 'debootstrap']);
  return installed ? undefined : 'debootstrap is not installed, and apt-get cannot install it';
}

/** Programs in a chroot find other machines as this machine does. */
export function shareNames(root: string): void {
  for (const file of ['etc/resolv.conf', 'etc/hosts'])
    if (existsSync(`/${file}`)) {
      rmSync(join(root, file), { force: true });
      copyFileSync(`/${file}`, join(root, file));
    }
}
