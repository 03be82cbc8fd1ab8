import { serviceNames, SITE } from '@ticketing/system';
import { read, SHIPPED, workspaceFolders } from '../root.js';
import type { BuildContext } from './context.js';
import { assignments, parseDockerfile, type Dockerfile, type Instruction, type Stage } from './dockerfile.js';

const TARGETS = ['service', SITE.name];
const MANIFEST = /(^|\/)package(-lock)?\.json$|^\.npmrc$/;
const LTS = /^node:(?:2[24])-bookworm-slim$/;

/** The problems of the Dockerfile of the shipped images that can be seen without building it. */
export function dockerfileProblems(text: string): string[] {
  const dockerfile = parseDockerfile(text);
  const shipped = TARGETS.flatMap((name) => {
    const chain = chainOf(dockerfile, name);
    if (chain.length === 0) return [`there is no target ${name}`];
    return shippedProblems(name, chain).map((problem) => `${name}: ${problem}`);
  });
  return [...baseProblems(dockerfile), ...layerProblems(dockerfile), ...shipped];
}

export function devDockerfileProblems(text: string): string[] {
  const dockerfile = parseDockerfile(text);
  return [
    ...baseProblems(dockerfile),
    ...(dockerfile.args['NODE_IMAGE'] === parseDockerfile(read('Dockerfile')).args['NODE_IMAGE']
      ? []
      : ['NODE_IMAGE is not the one in Dockerfile']),
    ...TARGETS.flatMap((name) => {
      const chain = chainOf(dockerfile, name);
      if (chain.length === 0) return [`there is no target ${name}`];
      const foreign = chain
        .flatMap(({ instructions }) => instructions)
        .filter(({ keyword, flags }) => keyword === 'COPY' && flags['chown'] !== '1000:1000');
      return [
        ...processProblems(chain),
        ...foreign.map(
          ({ text: copied }) => `COPY ${copied}: add --chown=1000:1000, or the files cannot be synced`,
        ),
      ].map((problem) => `${name}: ${problem}`);
    }),
  ];
}

/** The problems of .dockerignore: files that must not enter a build but do, and files that a build needs but lacks. */
export function contextProblems(context: BuildContext): string[] {
  const never = [
    '.git/config',
    '.local/jwt-key',
    '.env',
    'auth/.env',
    'auth/src/.env.local',
    'client/.env',
    'auth/src/server.pem',
    'client/server.pem',
    'client/tls.key',
    'tls.key',
    'node_modules/next/package.json',
    'auth/node_modules/cookie/index.js',
    'auth/dist/index.js',
    'client/node_modules/cookie/index.js',
    'client/dist/index.js',
    'client/.next/BUILD_ID',
    'common/dist/tsconfig.tsbuildinfo',
    'auth/src/app.test.ts',
    'client/lib/testing/empty.ts',
    'infra/k8s/auth-depl.yaml',
    'stand-ins/mongod/package.json',
    '.github/workflows/test.yml',
    'README.md',
    'Dockerfile',
    'auth/README.md',
    'orders/npm-debug.log',
    'orders/jest.config.cjs',
    ...workspaceFolders()
      .filter((folder) => ![...SHIPPED, 'common'].includes(folder))
      .flatMap((folder) => [`${folder}/package.json`, `${folder}/tsconfig.json`, `${folder}/src/index.ts`]),
  ];
  const always = [
    'package-lock.json',
    'package.json',
    '.npmrc',
    'tsconfig.base.json',
    'client/next.config.ts',
  ];
  const sources = serviceNames.flatMap((name) => [
    `${name}/src/index.ts`,
    `${name}/package.json`,
    `${name}/tsconfig.json`,
  ]);
  return [
    ...never
      .filter((file) => context.has(file))
      .map((file) => `${file} enters the build: exclude it in .dockerignore`),
    ...[...always, ...sources]
      .filter((file) => !context.has(file))
      .map((file) => `${file} does not enter the build: include it in .dockerignore`),
  ];
}

function chainOf({ stages }: Dockerfile, name: string): Stage[] {
  const stage = stages.get(name);
  return stage ? [...chainOf({ args: {}, stages }, stage.from), stage] : [];
}

function baseProblems({ args, stages }: Dockerfile): string[] {
  const base = args['NODE_IMAGE'] ?? '';
  const bases = [...stages.values()].filter(({ from }) => !stages.has(from));
  return [
    ...(LTS.test(base) ? [] : [`NODE_IMAGE is ${base}, not the slim image of a Node with long-term support`]),
    ...bases
      .filter(({ from }) => from !== base)
      .map(({ name, from }) => `the stage ${name} starts from ${from}, not from NODE_IMAGE`),
    ...[...stages.values()]
      .flatMap(({ instructions }) => instructions)
      .filter(
        ({ keyword, text }) =>
          keyword === 'ADD' || (/^(ARG|ENV)$/.test(keyword) && /KEY|SECRET|TOKEN|PASSWORD/.test(text)),
      )
      .map(({ text }) => `${text} must not be in an image: no ADD, and no key or password in ARG or ENV`),
  ];
}

/** Only manifests may be copied before `npm ci`, so that a change of sources does not install packages again. */
function layerProblems({ stages }: Dockerfile): string[] {
  const dockerfile = { args: {}, stages };
  const early = [...stages.keys()].flatMap((name) => {
    const all = chainOf(dockerfile, name).flatMap(({ instructions }) => instructions);
    const install = all.findIndex(({ keyword, text }) => keyword === 'RUN' && /\bnpm ci\b/.test(text));
    return all
      .slice(0, Math.max(install, 0))
      .filter(({ keyword }) => keyword === 'COPY')
      .flatMap(({ flags, args }) => args.slice(0, -1).map((source) => ({ from: flags['from'], source })))
      .filter(({ from, source }) =>
        from === undefined ? !MANIFEST.test(source) : `${from} ${source}` !== 'sources /manifests/',
      )
      .map(({ source }) => `${name}: ${source} is copied before npm ci; copy it after`);
  });
  const sorted = [...stages.values()]
    .flatMap(({ instructions }) => instructions)
    .flatMap(({ keyword, text }) => (keyword === 'RUN' ? text.split('&&') : []))
    .map((command) => command.trim().split(/[\s\\]+/))
    .filter((words) => words.at(-1) === '/manifests' && words[0] === 'cp')
    .flatMap((words) => words.slice(1, -1).filter((word) => !word.startsWith('-')));
  const foreign = sorted
    .filter((word) => !MANIFEST.test(word))
    .map((word) => `${word} is copied to /manifests, but is no manifest`);
  return [...early, ...foreign];
}

function shippedProblems(name: string, chain: Stage[]): string[] {
  const all = chain.flatMap(({ instructions }) => instructions);
  const env = envOf(all);
  const isSite = name === SITE.name;
  const start = isSite ? `${name}/server.js` : 'service/dist/index.js';
  const from = all
    .filter(({ keyword }) => keyword === 'COPY')
    .map(({ flags, args }) => `${flags['from']} ${args.join(' ')}`);
  const folder = isSite ? name : '${WORKSPACE}';
  const expected = (isSite ? ['site'] : ['dependencies', 'services']).map(
    (stage) => `${stage} /image/${folder}/ ./`,
  );
  return [
    ...processProblems(chain),
    ...(env['NODE_ENV'] === 'production' ? [] : ['NODE_ENV is not production']),
    ...(!isSite || env['HOSTNAME'] === '0.0.0.0'
      ? []
      : ['HOSTNAME is not 0.0.0.0, so it listens on one address only']),
    ...(all.findLast(({ keyword }) => keyword === 'CMD')?.args.join(' ') === `node ${start}`
      ? []
      : [`its CMD does not start ${start}`]),
    ...(from.join() === expected.join() ? [] : [`it copies ${from.join()}, not ${expected.join()}`]),
    ...(chain.some(({ flags }) => 'platform' in flags)
      ? ['--platform makes it an image for the processor of the build machine']
      : []),
    ...(all.some(({ keyword }) => keyword === 'RUN')
      ? ['it has a RUN, which would need emulation for another processor']
      : []),
    ...(all.some(({ text }) => text.includes('org.opencontainers.image.licenses'))
      ? []
      : ['it has no LABEL with its license']),
  ];
}

/**
 * The user must not be root, and must be a number, because Kubernetes cannot check a name. The process must be node
 * itself, so that signals reach it.
 */
function processProblems(chain: Stage[]): string[] {
  const all = chain.flatMap(({ instructions }) => instructions);
  const user = all.findLast(({ keyword }) => keyword === 'USER')?.args[0];
  const command = all.findLast(({ keyword }) => keyword === 'CMD');
  return [
    ...(user === '1000:1000' ? [] : [`it runs as ${user ?? 'root'}, not as USER 1000:1000`]),
    ...(command?.json && command.args[0] === 'node' ? [] : ['its CMD is not ["node", …]']),
    ...(all.some(({ keyword }) => keyword === 'ENTRYPOINT') ? ['it has an ENTRYPOINT'] : []),
  ];
}

function envOf(instructions: Instruction[]): Record<string, string> {
  const all = instructions.filter(({ keyword }) => keyword === 'ENV').map(assignments);
  return Object.assign({}, ...all) as Record<string, string>;
}
