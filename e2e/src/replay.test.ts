import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeadLetter } from '@ticketing/common/bus';
import { DEAD_LETTER_CHANNEL, Subjects } from '@ticketing/common/events';
import { eventually } from '@ticketing/processes';
import { hearersOf } from '@ticketing/system';
import { ObjectId } from 'mongodb';
import { connectToBus, tap } from './testing/bus.js';
import { RunningSystem } from './testing/running-system.js';

const ROOT = join(__dirname, '../..');
let running: RunningSystem;
beforeAll(async () => {
  running = await RunningSystem.start({ site: false });
});
afterAll(() => running.stop());

function npmRun(args: string[], env: NodeJS.ProcessEnv = {}) {
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) =>
    execFile(
      'npm',
      ['run', '--silent', 'replay', ...args],
      { cwd: ROOT, env: { ...process.env, TICKETING_DATA_DIR: running.dataDir, ...env }, timeout: 60_000 },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
    ),
  );
}

describe('npm run replay', () => {
  it('puts the selected messages back, where listeners hear them again', async () => {
    const id = String(new ObjectId());
    const bus = await connectToBus(running.system);
    const letters = await tap<DeadLetter>(bus, DEAD_LETTER_CHANNEL);
    await bus.publish(Subjects.ExpirationComplete, JSON.stringify({ orderId: id }));
    await bus.publish(Subjects.OrderCancelled, '{"no event');
    const reason = `there is no order ${id}`;
    await eventually(() => expect(letters.map(({ data }) => data.reason)).toContain(reason));
    const malformed = hearersOf(Subjects.OrderCancelled).length; // each of them parks it
    const parked = malformed + 1;
    await eventually(() => expect(letters.length).toBe(parked));

    const listed = await npmRun(['--', '--list']);
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(listed.stdout).toContain(`${parked} parked messages. Nothing is changed:\n`);
    expect(listed.stdout).toContain(reason);

    const replayed = await npmRun(['--', '--subject', 'expiration:complete', '--reason', 'no order']);
    expect(replayed.stdout).toMatch(
      new RegExp(
        `^${parked} parked messages, 1 of them selected\\. Putting 1 back:\n.*\nPut 1 message back\n$`,
      ),
    );
    // the reason is still there, so the message is parked anew
    await eventually(() => expect(letters.filter(({ data }) => data.reason === reason)).toHaveLength(2));
    const rest = await npmRun(['--', '--reason', 'not a ']);
    expect(rest.stdout).toContain(
      `${parked} parked messages, ${malformed} of them selected. Nothing to put back\n`,
    );
    expect(rest.stdout.match(/stays: it would be parked again \(--malformed/g)).toHaveLength(malformed);
    await bus.close();
  });

  it('refuses a flag that npm keeps to itself, and changes nothing', async () => {
    const { code, stdout, stderr } = await npmRun(['--list']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('npm kept --list to itself: write `npm run replay -- --list …`');
  });

  it('says that no system runs, and what to do', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'ticketing-replay-'));
    const { code, stderr } = await npmRun([], { TICKETING_DATA_DIR: dir });
    rmSync(dir, { recursive: true });
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`no system runs on the data in ${dir}: .*npm start.*NATS_URL`));
  });

  it('explains itself', async () => {
    const { code, stdout } = await npmRun(['--', '--help'], { TICKETING_DATA_DIR: '/nowhere' });
    expect(code).toBe(0);
    expect(stdout).toContain('Puts parked messages back on the bus: npm run replay [-- flags]');
  });
});
