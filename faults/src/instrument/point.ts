import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { instrument } from './instrument.js';

/** What kind of step a crash point is; see `instrument`. */
export type PointKind = 'await' | 'for await' | 'return' | 'ack';

/** On the way of what a crash point lies. */
export type Way = 'request' | 'relay' | 'listener' | 'worker' | 'sweep' | 'start' | 'stop';

export interface CrashPoint {
  /** `<workspace>/src/<file>.ts:<function>#<n>`: it stays the same when lines move. */
  name: string;
  kind: PointKind;
  way: Way;
}

export const ROOT = join(__dirname, '../../..');
const WORKSPACES = ['common', 'auth', 'tickets', 'orders', 'expiration'] as const;

/** The file of the sources a built one comes from, `orders/src/app.ts`; undefined for what is not part of a service. */
export function sourceOf(file: string): string | undefined {
  const [workspace, folder, ...path] = relative(ROOT, file).split(sep);
  if (folder !== 'dist' || !WORKSPACES.some((name) => name === workspace)) return undefined;
  return [workspace, 'src', ...path].join('/').replace(/\.js$/, '.ts');
}

/** The built files of all services and of what they share. */
export function builtFiles(): string[] {
  return WORKSPACES.flatMap((workspace) => {
    const dist = join(ROOT, workspace, 'dist');
    return readdirSync(dist, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.js'))
      .map((path) => join(dist, path))
      .filter((file) => existsSync(file.replace(`${sep}dist${sep}`, `${sep}src${sep}`).replace(/js$/, 'ts')))
      .sort();
  });
}

/** Every place in the services at which a process can die with something half done, as the code is now. */
export function crashPoints(): CrashPoint[] {
  return builtFiles().flatMap((file) =>
    instrument(readFileSync(file, 'utf8'), sourceOf(file)!).points.map(({ name, kind }) => ({
      name,
      kind,
      way: wayOf(name),
    })),
  );
}

// the first that fits; what is in no list is on the way of a request
const WAYS: [Way, RegExp][] = [
  ['stop', /:(\w+\.)?(stop|stopAll|close|closeServer|drain|idle)#|undoAll#/],
  [
    'start',
    /\/index\.ts:|mongo\/connect|service\/(steps|run-service)|nats-connection\.ts:NatsConnection\.(connect|open|openWithin|subscribe)|\.(listen|connect|ready|createIndexes)#/,
  ],
  ['relay', /common\/src\/outbox\//],
  ['worker', /expiration\/src\/queue\/|src\/events\/publishers\/|bus\/publisher/],
  ['sweep', /sweep\.ts:/],
  ['listener', /\/bus\/|\/events\/|orders\/src\/models\/ticket|mongo\/batched|expire-order/],
];

export function wayOf(name: string): Way {
  return WAYS.find(([, pattern]) => pattern.test(name))?.[0] ?? 'request';
}
