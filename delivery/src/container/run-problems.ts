import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually, freePort } from '@ticketing/processes';
import { SITE } from '@ticketing/system';
import { type BuiltImage, type Engine, POD_SETTINGS } from './engine.js';

const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 30_000;

/** Prints who it is and where it can write. Each place would be a hole in a read-only root. */
const LOOK = `
const fs = require('node:fs');
const places = ['/', '/app', '/tmp', '/home', '/etc', '/root', '/usr/local', '/var/tmp'];
const writable = places.filter((place) => {
  try {
    fs.writeFileSync(place + '/.written', '');
    return true;
  } catch {
    return false;
  }
});
console.log(JSON.stringify({ uid: process.getuid(), gid: process.getgid(), groups: process.getgroups(), writable, node: process.version }));
`;

interface Seen {
  uid: number;
  gid: number;
  groups: number[];
  writable: string[];
  node: string;
}

/** The problems of an image that its settings show. */
export function settingProblems({ name, user, command, hasEntrypoint, env }: BuiltImage): string[] {
  const script = name === SITE.name ? `${name}/server.js` : 'service/dist/index.js';
  return [
    ...(user === '1000:1000' ? [] : [`it runs as "${user}", not as 1000:1000`]),
    ...(command.join(' ') === `node ${script}` ? [] : [`it starts "${command.join(' ')}"`]),
    ...(hasEntrypoint ? ['it has an entry point'] : []),
    ...(env['NODE_ENV'] === 'production' ? [] : ['NODE_ENV is not production']),
  ];
}

/** Looks around in a container of the image. */
export async function insideProblems(
  engine: Engine,
  image: BuiltImage,
  nodeMajor: string,
): Promise<string[]> {
  const { file, args, ...where } = engine.command({ image, env: {}, command: ['node', '-e', LOOK] });
  const child = spawn(file, args, { ...where, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) return [`node does not run in it: ${complaint.trim()}`];
  const seen = JSON.parse(printed) as Seen;
  return [
    ...(seen.uid === 1000 && seen.gid === 1000 ? [] : [`its process is user ${seen.uid}:${seen.gid}`]),
    ...(seen.groups.every((group) => group === 1000)
      ? []
      : [`its process is in the groups ${seen.groups.join()}`]),
    ...seen.writable.map((place) => `its process can write to ${place}`),
    ...(seen.node.startsWith(`v${nodeMajor}.`) ? [] : [`it has Node ${seen.node}, not ${nodeMajor}`]),
  ];
}

/**
 * Starts an image beside the running system, waits until it serves, and stops it.
 * @param readyPath the path that answers 200 when it can serve; the site has none beside `/healthz`
 */
export async function lifeProblems(
  engine: Engine,
  image: BuiltImage,
  env: Record<string, string>,
  readyPath: string,
): Promise<string[]> {
  const port = await freePort();
  const settings = { ...POD_SETTINGS, ...env, HOST: '127.0.0.1', PORT: String(port) };
  const { file, args, ...where } = engine.command({ image, env: settings });
  const child = spawn(file, args, { ...where, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
  const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
  let ended = false;
  void exit.then(() => (ended = true));
  try {
    for (const path of new Set(['/healthz', readyPath])) {
      const answers = async () => {
        if (ended) return;
        const { status } = await fetch(`http://127.0.0.1:${port}${path}`);
        if (status !== 200) throw new Error(`${path} answers ${status}`);
      };
      const late = await eventually(answers, START_LIMIT_MS).then(
        () => undefined,
        (error: Error) => error.message,
      );
      if (ended) return [`it ended at its start and said: ${said.trim()}`];
      if (late !== undefined)
        return [`${path}: ${late} after ${START_LIMIT_MS / 1_000} s; it said: ${said.trim()}`];
    }
    child.kill('SIGTERM');
    const forced = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    const [code, signal] = await exit;
    clearTimeout(forced);
    return code === 0 ? [] : [`SIGTERM ends it with ${signal ?? `exit code ${code}`}, not with 0`];
  } finally {
    child.kill('SIGKILL');
  }
}
