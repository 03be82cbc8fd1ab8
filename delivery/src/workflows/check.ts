import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { manifestOf, ROOT } from '../root.js';

const step = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
  'working-directory': z.string().optional(),
});
const job = z.looseObject({
  permissions: z.record(z.string(), z.enum(['read', 'write'])).optional(),
  needs: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((needs) => [needs].flat()),
  // a job calls a workflow of this folder, or has steps
  uses: z.string().optional(),
  'timeout-minutes': z.number().optional(),
  strategy: z
    .looseObject({ matrix: z.record(z.string(), z.union([z.string(), z.array(z.unknown())])) })
    .optional(),
  steps: z.array(step).default([]),
});
const workflow = z.looseObject({
  permissions: z.unknown(),
  concurrency: z.looseObject({ group: z.string() }).optional(),
  jobs: z.record(z.string(), job),
});
type Job = z.infer<typeof job>;
type Jobs = Readonly<Record<string, Job>>;
type Step = z.infer<typeof step>;

/** An action is named by its commit, with its version in a comment for people. */
const PINNED = /^uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
/** A workflow of this folder, which a job calls. */
const CALLED = /^uses: \.\/(\.github\/workflows\/[\w-]+\.yml)$/;
/** Before images are pushed, these jobs must have succeeded. */
const BEFORE_PUSHING: Record<string, (job: Job) => boolean> = {
  'calls test.yml': ({ uses }) => uses === './.github/workflows/test.yml',
  'starts each image (npm run images -w delivery)': ({ steps }) =>
    steps.some(({ run = '' }) => /\bnpm run images -w delivery\b/.test(run)),
};
/** Each target has a cache of its own, because builds of two targets would overwrite one that they share. */
const CACHE_OF_TARGET = /^type=gha(,mode=\w+)?,scope=\$\{\{ matrix\.target \}\}$/;
const WRITERS: Record<string, string[]> = {
  'push of images.yml': ['packages'],
  'publish of publish-common.yml': ['id-token'],
};

/** The problems of a workflow that actionlint does not see. */
export function workflowProblems(file: string, text: string): string[] {
  const { permissions, concurrency, jobs } = workflow.parse(parse(text));
  const uses = [...text.matchAll(/^[ -]*(uses:.*)$/gm)].map(([, line = '']) => line);
  return [
    ...uses
      .filter(
        (line) => !PINNED.test(line) && !existsSync(join(ROOT, CALLED.exec(line)?.[1] ?? 'no such file')),
      )
      .map((line) => `write it as owner/action@commit # vX.Y.Z, or name a workflow that exists: ${line}`),
    ...(JSON.stringify(permissions) === '{}'
      ? []
      : ['set permissions: {} for the workflow; each job names its own']),
    ...(concurrency ? [] : ['add a concurrency group']),
    ...Object.entries(jobs).flatMap(([name, each]) =>
      [...jobProblems(`${name} of ${file}`, each), ...pushProblems(jobs, each)].map(
        (problem) => `${name}: ${problem}`,
      ),
    ),
  ];
}

function jobProblems(id: string, { permissions, steps, strategy, ...others }: Job): string[] {
  const writes = Object.entries(permissions ?? {}).flatMap(([name, level]) =>
    level === 'write' ? [name] : [],
  );
  return [
    ...(others.uses === undefined && steps.length === 0 ? ['add steps'] : []),
    ...(others.uses === undefined && others['timeout-minutes'] === undefined ? ['add timeout-minutes'] : []),
    ...(permissions ? [] : ['add permissions']),
    ...writes
      .filter((name) => !WRITERS[id]?.includes(name))
      .map(
        (name) =>
          `it may not write ${name}; WRITERS in delivery/src/workflows/check.ts lists who may write what`,
      ),
    ...nodesOf(strategy?.matrix['node'], steps).flatMap(nodeProblems),
    ...steps.flatMap(stepProblems),
  ];
}

/** A job that pushes images must need, itself or through other jobs, those that show that the images work. */
function pushProblems(jobs: Jobs, { needs, steps }: Job): string[] {
  if (!steps.some(({ with: given }) => given['push'] === true)) return [];
  const before = new Set(needs);
  for (const name of before) for (const next of jobs[name]?.needs ?? []) before.add(next);
  return Object.entries(BEFORE_PUSHING)
    .filter(([, shows]) => ![...before].some((name) => jobs[name] && shows(jobs[name])))
    .map(([what]) => `it pushes images and needs no job that ${what}`);
}

function nodesOf(matrix: unknown, steps: Step[]): number[] {
  const named = steps.flatMap(({ uses, with: given }) =>
    uses?.startsWith('actions/setup-node@') && typeof given['node-version'] === 'number'
      ? [given['node-version']]
      : [],
  );
  return [...(Array.isArray(matrix) ? matrix.map(Number) : []), ...named];
}

/** setup-node takes the newest release of a major version, so only the major version can be too old. */
function nodeProblems(major: number): string[] {
  const { engines } = manifestOf('.');
  const least = Number(/^>=(\d+)/.exec(engines?.node ?? '')?.[1]);
  return major >= least && major % 2 === 0
    ? []
    : [`Node ${major} is too old (see engines in package.json) or has no long-term support`];
}

function stepProblems(step: Step): string[] {
  const { uses, run = '', with: given } = step;
  const folder = step['working-directory'];
  const problems: string[] = [];
  if (uses?.startsWith('actions/checkout@') && given['persist-credentials'] !== false)
    problems.push('set persist-credentials: false, or the checkout leaves its token on the runner');
  if (folder !== undefined && !existsSync(join(ROOT, folder))) problems.push(`there is no folder ${folder}`);
  if (/\$\{\{/.test(run))
    problems.push(`pass the expression by env, or it becomes part of the script: ${run}`);
  return [
    ...problems,
    ...scriptProblems(run),
    ...targetProblems(given['target']),
    ...['cache-from', 'cache-to']
      .map((name) => given[name])
      .filter((cache) => typeof cache === 'string')
      .filter((cache) => !CACHE_OF_TARGET.test(cache))
      .map((cache) => `give the cache scope=\${{ matrix.target }}: ${cache}`),
  ];
}

/** A script must name npm scripts, workspaces (`-w`) and files that exist. */
function scriptProblems(run: string): string[] {
  const problems: string[] = [];
  for (const [, rest = ''] of run.matchAll(/\bnpm (.*)/g)) {
    const workspace = /(?:-w|--workspace)[ =]([\w-]+)/.exec(rest)?.[1] ?? '.';
    const script = /^run ([\w:-]+)/.exec(rest)?.[1] ?? /^(test|start)\b/.exec(rest)?.[1];
    if (!existsSync(join(ROOT, workspace, 'package.json')))
      problems.push(`there is no workspace ${workspace}`);
    else if (script && !manifestOf(workspace).scripts?.[script])
      problems.push(`${workspace} has no script ${script}`);
  }
  for (const [path = ''] of run.matchAll(/(?<![\w/$])(?:\.\/)?(?:scripts|common)\/[\w./-]*\w(?![\w./-])/g))
    if (!existsSync(join(ROOT, path))) problems.push(`there is no ${path}`);
  return problems;
}

function targetProblems(target: unknown): string[] {
  if (typeof target !== 'string' || target === '${{ matrix.target }}') return [];
  return [`take the target from the matrix, not ${target}: images come from system/src/images.ts`];
}
