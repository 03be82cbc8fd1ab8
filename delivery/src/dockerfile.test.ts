import { contextProblems, devDockerfileProblems, dockerfileProblems } from './image/check.js';
import { BuildContext } from './image/context.js';
import { read, ROOT } from './root.js';
import { mutate, type Mutant } from './testing/mutants.js';

const SHIPPED: Mutant[] = [
  { what: 'a Node without long support', from: 'node:24', to: 'node:25' },
  { what: 'the whole base image', from: '-bookworm-slim', to: '' },
  { what: 'a base image without a version', from: 'node:24-bookworm-slim', to: 'node' },
  { what: 'a second base image', from: 'FROM ${NODE_IMAGE} AS runtime', to: 'FROM node:20 AS runtime' },
  { what: 'root', from: 'USER 1000:1000', to: 'USER 0:0' },
  { what: 'a user by name', from: 'USER 1000:1000', to: 'USER node' },
  { what: 'no user', from: 'USER 1000:1000\n', to: '' },
  {
    what: 'a shell as the process',
    from: 'CMD ["node", "service/dist/index.js"]',
    to: 'CMD node service/dist/index.js',
  },
  { what: 'npm as the process', from: 'CMD ["node", "service/dist/index.js"]', to: 'CMD ["npm", "start"]' },
  { what: 'the program of one service', from: 'CMD ["node", "service/', to: 'CMD ["node", "orders/' },
  {
    what: 'the code of one service',
    from: '--from=services /image/${WORKSPACE}/',
    to: '--from=services /image/orders/',
  },
  { what: 'no packages', from: 'COPY --from=dependencies /image/${WORKSPACE}/ ./\n', to: '' },
  {
    what: 'every file of the build',
    from: '--from=services /image/${WORKSPACE}/ ./',
    to: '--from=services /app/ ./',
  },
  { what: 'development settings', from: 'NODE_ENV=production', to: 'NODE_ENV=development' },
  { what: 'a site that listens on one address only', from: 'HOSTNAME=0.0.0.0 ', to: '' },
  { what: 'sources before packages', from: '*/package.json /manifests', to: '*/src /manifests' },
  {
    what: 'all files before packages',
    from: 'COPY --from=sources /manifests/ ./',
    to: 'COPY . .',
  },
  { what: 'a step that needs emulation', from: 'EXPOSE 3000', to: 'RUN apt-get update' },
  {
    what: 'the processor of the build machine',
    from: 'FROM ${NODE_IMAGE} AS runtime',
    to: 'FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS runtime',
  },
  { what: 'a secret', from: 'ENV NODE_ENV=production', to: 'ENV NODE_ENV=production JWT_KEY=secret' },
  { what: 'ADD', from: 'COPY tsconfig.base.json ./', to: 'ADD tsconfig.base.json ./' },
  { what: 'a missing target', from: 'FROM runtime AS service', to: 'FROM runtime AS worker' },
  { what: 'a misspelt instruction', from: 'WORKDIR /app', to: 'WORKDIRS /app' },
  { what: 'an entry point', from: 'EXPOSE 3000', to: 'ENTRYPOINT ["tini", "--"]' },
  { what: 'no labels', from: /LABEL[^]*?"MIT"\n/, to: '' },
];

const DEV: Mutant[] = [
  { what: 'another Node than the shipped images have', from: 'node:24', to: 'node:22' },
  { what: 'root', from: 'USER 1000:1000', to: 'USER root' },
  {
    what: 'files of another user',
    from: 'COPY --chown=1000:1000 ${WORKSPACE}/',
    to: 'COPY ${WORKSPACE}/',
  },
  {
    what: 'a shell as the process',
    from: 'CMD ["node", "scripts/dev-container.mjs"]',
    to: 'CMD npm run dev',
  },
];

const CONTEXT: Mutant[] = [
  { what: 'no line that excludes everything', from: '\n**\n', to: '\n' },
  { what: 'node_modules that are not excluded', from: '**/node_modules\n', to: '' },
  { what: 'dist that is not excluded', from: '**/dist\n', to: '' },
  { what: '.next that is not excluded', from: '**/.next\n', to: '' },
  { what: 'tests that are not excluded', from: '**/*.test.ts\n', to: '' },
  { what: 'helpers of tests that are not excluded', from: '**/testing\n', to: '' },
  { what: '.env files that are not excluded', from: '**/.env*\n', to: '' },
  { what: 'keys that are not excluded', from: '**/*.pem\n', to: '' },
  { what: 'all files of the root', from: '!package.json', to: '!*' },
  { what: 'no manifests', from: '!*/package.json\n', to: '' },
  { what: 'no lockfile', from: '!package-lock.json\n', to: '' },
  { what: 'no sources', from: '!*/src/\n', to: '' },
  { what: 'a workspace that no image has', from: '\nlocal/\n', to: '\n' },
];

const ofContext = (text: string) => contextProblems(new BuildContext(ROOT, text));

describe.each([
  { file: 'Dockerfile', check: dockerfileProblems, mutants: SHIPPED },
  { file: 'Dockerfile.dev', check: devDockerfileProblems, mutants: DEV },
  { file: '.dockerignore', check: ofContext, mutants: CONTEXT },
])('$file', ({ file, check, mutants }) => {
  const problems = (text: string): string[] => {
    try {
      return check(text);
    } catch (error) {
      return [(error as Error).message];
    }
  };

  it('breaks no rule', () => {
    expect(problems(read(file))).toEqual([]);
  });

  it.each(mutants)('is refused with $what', (mutant) => {
    expect(problems(mutate(read(file), mutant))).not.toEqual([]);
  });
});
