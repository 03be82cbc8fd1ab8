import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { eventually } from '@ticketing/processes';
import { MongoServer } from './mongo-server.js';

const DIST = join(__dirname, '../dist/index.js');
/** Starts a server, and prints its port and its folder. */
const OWNER = `
const server = new (require(${JSON.stringify(DIST)}).MongoServer)();
server.start().then(() => console.log(JSON.stringify([server.port, server.folder])));
`;

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.end(() => resolve(true)));
    socket.once('error', () => resolve(false));
  });

test('a server ends when its owner was killed with -9', async () => {
  const owner = spawn(process.execPath, ['-e', OWNER], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(owner.stdout, 'data')) as [Buffer];
  const [port, folder] = JSON.parse(line.toString()) as [number, string];
  try {
    expect(await answers(port)).toBe(true);
    owner.kill('SIGKILL');
    await eventually(async () => expect(await answers(port)).toBe(false));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a caller who wants to know the process is told of it before the server answers', async () => {
  const server = new MongoServer();
  const spawned: number[] = [];
  let ready = false;
  server.onSpawn = (pid) => {
    expect(ready).toBe(false);
    spawned.push(pid);
  };
  await server.start();
  ready = true;
  expect(spawned).toEqual([server.pid]);
  await server.stop();
});
