import { execFileSync } from 'node:child_process';
import { MongoServer } from './mongo-server.js';

/** The children of this process that have this in their command line. */
const children = (what: string) =>
  execFileSync('ps', ['-eo', 'ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.trim().startsWith(`${process.pid} `) && line.includes(what)).length;

test.each([
  ['has a killer process', false, 1],
  ['has none when the caller guards it', true, 0],
])('a mongod %s', async (_what, guarded, killers) => {
  const server = new MongoServer({ guarded });
  await server.start();
  try {
    expect(children('mongo_killer')).toBe(killers);
    await server.kill();
    await server.start();
    expect(children('mongo_killer')).toBe(killers);
  } finally {
    await server.stop();
  }
  expect(children('mongo')).toBe(0);
});
