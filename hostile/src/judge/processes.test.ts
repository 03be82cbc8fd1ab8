import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { countDescriptors, type Descriptors, tooMany, uncountable } from './processes.js';

const SERVER = `
  const server = require('node:net').createServer((socket) => socket.resume()).listen(0, () => console.log(server.address().port));
`;

const sockets: Socket[] = [];
const children: ChildProcess[] = [];
afterEach(() => {
  sockets.splice(0).forEach((socket) => socket.destroy());
  children.splice(0).forEach((child) => child.kill());
});

async function startServer(): Promise<{ pid: number; port: number }> {
  const child = spawn(process.execPath, ['-e', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { pid: child.pid!, port: Number(port) };
}

async function open(port: number, host: string): Promise<void> {
  const socket = connect({ port, host });
  sockets.push(socket);
  await once(socket, 'connect');
  await new Promise((resolve) => setTimeout(resolve, 100)); // the other process takes it
}

it('tells the connections between processes of the system from all else that is open', async () => {
  if (uncountable !== undefined) return console.log(uncountable);
  const server = await startServer();
  const pids = { test: process.pid, server: server.pid };
  const before = countDescriptors(pids);
  await open(server.port, '127.0.0.1');
  await open(server.port, '127.0.0.1');
  const connected = countDescriptors(pids);
  expect(connected.test).toEqual({ own: before.test!.own, pooled: { server: 2 } });
  expect(connected.server).toEqual({ own: before.server!.own, pooled: { test: 2 } });
  const alone = countDescriptors({ server: server.pid }); // then this test is a visitor
  expect(alone.server).toEqual({ own: before.server!.own + 2, pooled: {} });
  const file = openSync(__filename, 'r');
  expect(countDescriptors(pids).test!.own).toBe(before.test!.own + 1);
  closeSync(file);
});

it('finds each descriptor more, and more connections in a pool than can be in use', () => {
  const counts = (own: number, pooled: number): Descriptors => ({
    orders: { own, pooled: { redis: pooled } },
  });
  expect(tooMany(counts(20, 1), counts(20, 8), 8)).toEqual([]);
  expect(tooMany(counts(20, 1), counts(19, 0), 8)).toEqual([]);
  expect(tooMany(counts(20, 1), counts(21, 0), 8)).toEqual([
    'orders has 21 descriptors, and had 20, without its pools',
  ]);
  expect(tooMany(counts(20, 1), counts(20, 9), 8)).toEqual([
    'orders has 9 connections to redis, more than 8',
  ]);
});
