import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { read, ROOT } from '../root.js';

const step = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
  'working-directory': z.string().optional(),
});
const job = z.looseObject({
  permissions: z.record(z.string(), z.enum(['read', 'write'])).optional(),
  'timeout-minutes': z.number().optional(),
  strategy: z
    .looseObject({ matrix: z.record(z.string(), z.union([z.string(), z.array(z.unknown())])) })
    .optional(),
  steps: z.array(step).min(1),
});
const workflow = z.looseObject({
  permissions: z.unknown(),
  concurrency: z.looseObject({ group: z.string() }).optional(),
  jobs: z.record(z.string(), job),
});
type Job = z.infer<typeof job>;
type Step = z.infer<typeof step>;

/** An action by its commit, with its version for people. */
const PINNED = /^uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
const WRITERS: Record<string, string[]> = {
  'push of images.yml': ['packages'],
  'publish of publish-common.yml': ['id-token'],
};

/** What is wrong with a workflow, beyond what actionlint sees. */
export function workflowProblems(file: string, text: string): string[] {
  const { permissions, concurrency, jobs } = workflow.parse(parse(text));
  const uses = [...text.matchAll(/^[ -]*(uses:.*)$/gm)].map(([, line = '']) => line);
  return [
    ...uses.filter((line) => !PINNED.test(line)).map((line) => `not pinned by commit and version: ${line}`),
    ...(JSON.stringify(permissions) === '{}' ? [] : ['it does not start from no permissions']),
    ...(concurrency ? [] : ['it has no concurrency group']),
    ...Object.entries(jobs).flatMap(([name, each]) =>
      jobProblems(`${name} of ${file}`, each).map((problem) => `${name}: ${problem}`),
    ),
  ];
}

function jobProblems(id: string, { permissions, steps, strategy, ...others }: Job): string[] {
  const writes = Object.entries(permissions ?? {}).flatMap(([name, level]) =>
    level === 'write' ? [name] : [],
  );
  return [
    ...(others['timeout-minutes'] === undefined ? ['no timeout'] : []),
    ...(permissions ? [] : ['no permissions of its own']),
    ...writes.filter((name) => !WRITERS[id]?.includes(name)).map((name) => `may write ${name}`),
    ...nodesOf(strategy?.matrix['node'], steps).flatMap(nodeProblems),
    ...steps.flatMap(stepProblems),
  ];
}

function nodesOf(matrix: unknown, steps: Step[]): number[] {
  const named = steps.flatMap(({ uses, with: given }) =>
    uses?.startsWith('actions/setup-node@') && typeof given['node-version'] === 'number'
      ? [given['node-version']]
      : [],
  );
  return [...(Array.isArray(matrix) ? matrix.map(Number) : []), ...named];
}

/** setup-node takes the newest release of a major, which a minor of the least one never exceeds. */
function nodeProblems(major: number): string[] {
  const { engines } = packageOf('.');
  const least = Number(/^>=(\d+)/.exec(engines?.node ?? '')?.[1]);
  return major >= least && major % 2 === 0 ? [] : [`Node ${major} is not one that the system runs on`];
}

function stepProblems(step: Step): string[] {
  const { uses, run = '', with: given } = step;
  const folder = step['working-directory'];
  const problems: string[] = [];
  if (uses?.startsWith('actions/checkout@') && given['persist-credentials'] !== false)
    problems.push('the checkout leaves its token behind');
  if (folder !== undefined && !existsSync(join(ROOT, folder))) problems.push(`there is no folder ${folder}`);
  if (/\$\{\{/.test(run)) problems.push(`an expression becomes part of a script: ${run}`);
  return [...problems, ...scriptProblems(run), ...targetProblems(given['target'])];
}

/** `npm test`, `npm run x`, `-w workspace` and files of ours that a script names. */
function scriptProblems(run: string): string[] {
  const problems: string[] = [];
  for (const [, rest = ''] of run.matchAll(/\bnpm (.*)/g)) {
    const workspace = /(?:-w|--workspace)[ =]([\w-]+)/.exec(rest)?.[1] ?? '.';
    const script = /^run ([\w:-]+)/.exec(rest)?.[1] ?? /^(test|start)\b/.exec(rest)?.[1];
    if (!existsSync(join(ROOT, workspace, 'package.json')))
      problems.push(`there is no workspace ${workspace}`);
    else if (script && !packageOf(workspace).scripts?.[script])
      problems.push(`${workspace} has no script ${script}`);
  }
  for (const [path = ''] of run.matchAll(/(?<![\w/$])(?:\.\/)?(?:scripts|common)\/[\w./-]*\w(?![\w./-])/g))
    if (!existsSync(join(ROOT, path))) problems.push(`there is no ${path}`);
  return problems;
}

function targetProblems(target: unknown): string[] {
  if (typeof target !== 'string' || target === '${{ matrix.target }}') return [];
  return [`an image is built of the target ${target}, not of each`];
}

function packageOf(folder: string) {
  return JSON.parse(read(join(folder, 'package.json'))) as {
    engines?: { node: string };
    scripts?: Record<string, string>;
  };
}
