import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { read, ROOT } from './root.js';
import { skaffoldProblems } from './skaffold/check.js';
import { readSkaffold } from './skaffold/skaffold.js';
import { mutate, type Mutant } from './testing/mutants.js';

const text = read('skaffold.yaml');

function problems(changed: string): string[] {
  try {
    return skaffoldProblems(readSkaffold(changed));
  } catch (error) {
    return [(error as Error).message];
  }
}

const present = problems(text);

const MUTANTS: Mutant[] = [
  { what: 'an unknown apiVersion', from: 'v4beta13', to: 'v4beta99' },
  { what: 'an unknown field', from: 'dockerfile: Dockerfile.dev', to: 'dockerFile: Dockerfile.dev' },
  { what: 'a Dockerfile that does not exist', from: 'Dockerfile.dev', to: 'auth/Dockerfile' },
  { what: 'a target that does not exist', from: 'target: service', to: 'target: server' },
  { what: 'the target of another image', from: 'target: client', to: 'target: service' },
  { what: 'a misspelt build argument', from: 'WORKSPACE: auth', to: 'WORKSPAC: auth' },
  { what: 'the workspace of another service', from: 'WORKSPACE: auth', to: 'WORKSPACE: orders' },
  { what: 'a build argument without value', from: 'buildArgs: { WORKSPACE: auth }', to: 'buildArgs: {}' },
  { what: 'a missing artifact', from: / {4}- image: ticketing\/client[^]*?(?= {2}local:)/, to: '' },
  { what: 'a misspelt image', from: 'image: ticketing/orders', to: 'image: ticketing/order' },
  { what: 'a glob that matches nothing', from: 'auth/src/**/*.ts', to: 'auth/source/**/*.ts' },
  { what: 'a glob that misses folders', from: 'auth/src/**/*.ts', to: 'auth/src/*.ts' },
  { what: 'sources that are not synced', from: /\n *- \{ src: 'common[^\n]*/, to: '' },
  { what: 'styles that are not synced', from: 'client/app/**/*', to: 'client/app/**/*.tsx' },
  {
    what: 'a destination outside of the folder',
    from: "auth/src/**/*.ts', dest: .",
    to: "auth/src/**/*.ts', dest: /app",
  },
  {
    what: 'a prefix that is stripped',
    from: "auth/src/**/*.ts', dest: .",
    to: "auth/src/**/*.ts', dest: ., strip: auth/",
  },
  { what: 'manifests that do not exist', from: 'infra/k8s-dev]', to: 'infra/k8s-development]' },
  {
    what: 'production manifests that do not exist',
    from: 'paths: [infra/k8s-prod]',
    to: 'paths: [infra/prod]',
  },
  {
    what: 'a dev image that is shipped',
    from: 'dockerfile: Dockerfile, target: service',
    to: 'dockerfile: Dockerfile.dev, target: service',
  },
  {
    what: 'another image that is shipped',
    from: 'target: service, buildArgs: { WORKSPACE: auth }',
    to: 'target: service, buildArgs: { WORKSPACE: orders }',
  },
  { what: 'no profile prod', from: 'name: prod', to: 'name: production' },
  { what: 'a port that needs root', from: 'localPort: 8443', to: 'localPort: 443' },
  { what: 'a port that is no number', from: 'port: 443', to: 'port: https' },
  { what: 'no BuildKit option', from: 'useBuildkit: true', to: 'buildkit: true' },
];

describe('skaffold.yaml', () => {
  it('names existing files, and syncs each source to its place in the image', () => {
    expect(present).toEqual([]);
  });

  it.each(MUTANTS)('is refused with $what', (mutant) => {
    const found = problems(mutate(text, mutant));
    expect(found.filter((problem) => !present.includes(problem))).not.toEqual([]);
  });

  const kubectl = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
  (kubectl.status === 0 ? it : it.skip)('builds the images that the manifests run', () => {
    const { build, manifests, profiles } = readSkaffold(text);
    for (const variant of [{ build, manifests }, ...profiles]) {
      const [overlay = ''] = variant.manifests.kustomize.paths;
      const rendered = spawnSync('kubectl', ['kustomize', join(ROOT, overlay)], { encoding: 'utf8' });
      expect(rendered.stderr).toBe('');
      const run = imagesOf(parseAllDocuments(rendered.stdout).map((each) => each.toJS() as unknown));
      for (const { image } of variant.build.artifacts) expect(run).toContain(image);
      expect(run.filter((image) => image.includes('ticketing/'))).toHaveLength(
        variant.build.artifacts.length,
      );
    }
  });
  if (kubectl.status !== 0)
    console.warn(
      'kubectl is not on the PATH: the images of skaffold.yaml and the manifests are not compared',
    );
});

/** Every `image` at any depth, without its tag, each once. */
function imagesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const found = Object.entries(value).flatMap(([key, below]) =>
    key === 'image' && typeof below === 'string' ? [below.replace(/[:@][^/]*$/, '')] : imagesOf(below),
  );
  return [...new Set(found)];
}
