import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { eventually } from '@ticketing/processes';
import { parseOptions } from './options.js';
import { StripeSuite, clientOf, createManual, failure } from './testing/stripe-suite.js';

const PROGRAM = join(__dirname, '../bin/stripe');
const KEYS = ['--secret-key', 'sk_test_1', '--publishable-key', 'pk_test_1'];

describe('the program stripe', () => {
  const suite = new StripeSuite();
  afterAll(() => suite.end());

  function run(...args: string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    return { status, output: stdout + stderr };
  }

  it('prints its flags', () => {
    expect(run('--help')).toEqual({
      status: 0,
      output: expect.stringContaining('--webhook-faults') as string,
    });
  });

  it.each([
    [['--bogus'], /bogus/],
    [[], /^stripe: --secret-key is missing\n$/],
    [['--secret-key', 'sk_live_1'], /^stripe: --secret-key must begin with sk_test_\n$/],
    [[...KEYS, '--port', 'x'], /^stripe: bad --port: x\n$/],
    [[...KEYS, '--webhook-url', 'http://a'], /^stripe: --webhook-secret is missing\n$/],
    [[...KEYS, '--webhook-faults', 'drop=2'], /^stripe: --webhook-faults: bad fault: drop=2\n$/],
    [[...KEYS, '--webhook-faults', 'lose=1'], /^stripe: --webhook-faults: unknown fault: lose=1\n$/],
    [[...KEYS, '--latency', '3'], /^stripe: bad --latency: 3 \(write /],
  ])('says what is wrong with %j', (args, message) => {
    const { status, output } = run(...args);
    expect(output).toMatch(message);
    expect(status).toBe(1);
  });

  it('reports in one line that its port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { status, output } = run(...KEYS, '--port', String(port));
    other.close();
    expect(status).toBe(1);
    expect(output).toMatch(/^stripe: .*EADDRINUSE.*\n$/);
  });

  it('reads probabilities, times and seeds', () => {
    const faults = ['--webhook-faults', 'drop=0.25, delay=1.5s,seed=9'];
    expect(parseOptions([...KEYS, ...faults, '--authorisation-lasts', '7d'])).toMatchObject({
      webhookFaults: { drop: 0.25, repeat: 0, delayMs: 1500, seed: 9 },
      authorisationLastsMs: 604_800_000,
    });
  });

  it('cancels a payment whose authorisation has lapsed', async () => {
    const stripe = clientOf(await suite.server({ flags: ['--authorisation-lasts', '200ms'] }));
    const { id } = await createManual(stripe);
    const reserved = await stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_card_visa',
      expand: ['latest_charge'],
    });
    expect(reserved.latest_charge).toMatchObject({
      payment_method_details: { card: { capture_before: expect.any(Number) as number } },
    });
    await eventually(async () => {
      const lapsed = await stripe.paymentIntents.retrieve(id);
      expect(lapsed).toMatchObject({
        status: 'canceled',
        cancellation_reason: 'automatic',
        amount_capturable: 0,
      });
    });
    expect((await failure(stripe.paymentIntents.capture(id))).code).toBe('payment_intent_unexpected_state');
    const { data } = await stripe.events.list({ types: ['charge.expired', 'payment_intent.canceled'] });
    expect(data.map(({ type }) => type).sort()).toEqual(['charge.expired', 'payment_intent.canceled']);
  });

  it('ends in good order on SIGTERM and keeps its data', async () => {
    const server = await suite.server({ dir: suite.directory() });
    const payment = await createManual(clientOf(server));
    await server.stop();
    expect(server.pid).toBeUndefined();
    await server.start();
    expect(await clientOf(server).paymentIntents.retrieve(payment.id)).toEqual(payment);
  });
});
