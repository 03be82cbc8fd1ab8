import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeService } from './node-service.js';

/** Answers every request with its environment. */
const PROGRAM = `require('node:http').createServer((_, res) => res.end(JSON.stringify(process.env)))
  .listen(Number(process.env.PORT), process.env.HOST)`;

it('gives a process the environment without the keys of Stripe, and its own settings', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'ticketing-node-'));
  const script = join(dir, 'program.cjs');
  writeFileSync(script, PROGRAM);
  const before = { ...process.env };
  Object.assign(process.env, { STRIPE_SECRET_KEY: 'sk_live_a', SOME_FLAG: 'on' });
  const service = new NodeService({
    name: 'any',
    script,
    env: () => ({ STRIPE_WEBHOOK_SECRET: 'whsec_own' }),
  });
  try {
    await service.start();
    const env = (await (await fetch(`http://127.0.0.1:${service.port}/`)).json()) as NodeJS.ProcessEnv;
    expect(env).toMatchObject({ SOME_FLAG: 'on', STRIPE_WEBHOOK_SECRET: 'whsec_own' });
    expect(env).not.toHaveProperty('STRIPE_SECRET_KEY');
  } finally {
    process.env = before;
    await service.stop();
    rmSync(dir, { recursive: true, force: true });
  }
});
