import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type NodeServiceOptions, startSystem } from '@ticketing/local';
import { serviceNames, SITE } from '@ticketing/system';
import { parseDockerfile } from '../image/dockerfile.js';
import { contentProblems, contentsOf } from '../image/contents.js';
import { read, ROOT } from '../root.js';
import { chooseEngine, ENGINES, type EngineName } from './choose-engine.js';
import { ContainerService } from './container-service.js';
import { type BuiltImage, CannotRun, type Engine, type ImagePlan } from './engine.js';
import { insideProblems, lifeProblems, settingProblems } from './run-problems.js';

// `npm run images -w delivery` builds every image with a real engine, looks into each, and runs the whole system from them.
// Exit codes: 0 all is well, 1 an image has a problem, 2 this machine cannot run it.

const USAGE = `Usage: npm run images -w delivery -- [--engine ${ENGINES.join('|')}] [--keep]`;
const CACHE = join(ROOT, 'node_modules/.cache/ticketing-images');

const began = Date.now();
const seconds = (since: number) => `${((Date.now() - since) / 1_000).toFixed(0)} s`;
const say = (line: string) => console.log(`${seconds(began).padStart(6)}  ${line}`);

function plans(): ImagePlan[] {
  return [
    ...serviceNames.map((name) => ({ name, target: 'service', workspace: name })),
    { name: SITE.name, target: SITE.name, workspace: SITE.name },
  ];
}

async function main(): Promise<number> {
  const { engine: wanted, keep } = options();
  const folder = mkdtempSync(join(tmpdir(), 'ticketing-real-images-'));
  let engine: Engine | undefined;
  let failed = true;
  try {
    engine = await chooseEngine(wanted, { folder, cache: CACHE, say });
    say(`Engine: ${engine.name}`);
    const problems = await check(engine, folder);
    for (const problem of problems) console.error(`PROBLEM ${problem}`);
    say(problems.length === 0 ? 'All images are right' : `${problems.length} problems`);
    failed = problems.length > 0;
    return failed ? 1 : 0;
  } finally {
    await engine?.cleanUp();
    if (keep || (failed && engine)) say(`Logs and files are in ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

async function check(engine: Engine, folder: string): Promise<string[]> {
  const problems: string[] = [];
  const note = (name: string, found: readonly string[]) =>
    problems.push(...found.map((problem) => `${name}: ${problem}`));
  const images = new Map<string, BuiltImage>();
  const [, nodeMajor = ''] =
    /^node:(\d+)/.exec(parseDockerfile(read('Dockerfile')).args['NODE_IMAGE'] ?? '') ?? [];
  for (const plan of plans()) {
    const start = Date.now();
    say(`Building ${plan.name}`);
    const image = await engine.build(plan, (step) => say(`  ${plan.name}: ${step.slice(0, 100)}`));
    images.set(plan.name, image);
    const contents = contentsOf(join(image.root, 'app'));
    note(plan.name, contentProblems(plan.name, contents));
    note(plan.name, settingProblems(image));
    note(plan.name, await insideProblems(engine, image, nodeMajor));
    const size = `${(contents.size / 1e6).toFixed(1)} MB in ${contents.files.length} files`;
    say(`Built ${plan.name} in ${seconds(start)}: ${size} beside the base image`);
  }
  await run(engine, images, join(folder, 'data'), note);
  return problems;
}

/** Runs the system from the images, so that each has its database and the bus. Then starts and stops each once more. */
async function run(
  engine: Engine,
  images: ReadonlyMap<string, BuiltImage>,
  dataDir: string,
  note: (name: string, found: readonly string[]) => void,
): Promise<void> {
  const options = new Map<string, NodeServiceOptions>();
  say('Starting the system from the images');
  const system = await startSystem({
    dataDir,
    port: 0,
    logLevel: 'warn',
    stripe: 'stand-in',
    say: (line) => say(`  ${line}`),
    interference: {
      run: (given) => {
        options.set(given.name, given);
        return new ContainerService(engine, images.get(given.name)!, given);
      },
    },
  });
  try {
    for (const [name, image] of images) {
      const start = Date.now();
      const own: Record<string, string> =
        name === SITE.name ? {} : { NATS_CLIENT_ID: `${name}-of-the-image` };
      const { env, readyPath = '/readyz' } = options.get(name)!;
      note(name, await lifeProblems(engine, image, { ...env?.(), ...own }, readyPath));
      say(`Started and stopped ${name} in ${seconds(start)}`);
    }
  } finally {
    await system.stop();
  }
}

function options(): { engine: EngineName | undefined; keep: boolean } {
  const { values } = parseArgs({ options: { engine: { type: 'string' }, keep: { type: 'boolean' } } });
  const engine = ENGINES.find((name) => name === values.engine);
  if (values.engine !== undefined && !engine)
    throw new Error(`There is no engine ${values.engine}. ${USAGE}`);
  return { engine, keep: values.keep ?? false };
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    if (error instanceof CannotRun) {
      console.log(`SKIPPED The images were not built: ${error.message}`);
      process.exit(2);
    }
    console.error(error.message);
    process.exit(1);
  },
);
