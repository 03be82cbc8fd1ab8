// Measures the stand-in with the unmodified package: 200 payments at once, then 20 a second, each created, confirmed and
// captured, with a webhook for every event. The first argument is the number of seconds of the second part.
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const require = createRequire(import.meta.url);
const Stripe = require('stripe');
const { StripeServer } = require('../dist/index.js');

const AT_ONCE = 200;
const PER_SECOND = 20;
const seconds = Number(process.argv[2] ?? 20);

const dir = mkdtempSync(join(tmpdir(), 'stripe-bench-'));
let webhooks = 0;
const endpoint = createServer((request, response) => {
  webhooks++;
  request.resume().once('end', () => response.end());
}).listen(0, '127.0.0.1');
await once(endpoint, 'listening');
const server = new StripeServer({ dir, webhookUrl: `http://127.0.0.1:${endpoint.address().port}/` });
await server.start();
const stripe = new Stripe(server.keys.secretKey, {
  host: 'localhost',
  port: server.port,
  protocol: 'http',
  telemetry: false,
});

const steps = { create: [], confirm: [], capture: [] };
let count = 0;

async function timed(step, work) {
  const start = performance.now();
  const result = await work();
  steps[step].push(performance.now() - start);
  return result;
}

async function pay() {
  const key = (step) => ({ idempotencyKey: `${step}:${number}` });
  const number = ++count;
  const params = {
    amount: 1999,
    currency: 'usd',
    capture_method: 'manual',
    metadata: { orderId: String(number) },
  };
  const { id } = await timed('create', () => stripe.paymentIntents.create(params, key('create')));
  await timed('confirm', () =>
    stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }, key('confirm')),
  );
  await timed('capture', () => stripe.paymentIntents.capture(id, {}, key('capture')));
}

function report(title) {
  console.log(title);
  for (const [step, times] of Object.entries(steps)) {
    const sorted = times.splice(0).sort((a, b) => a - b);
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);
    console.log(`  ${step}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms`);
  }
}

const memory = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1] ?? NaN) / 1024;

/** The time of the processor that the server has used, in ms. The kernel counts in hundredths of a second. */
function cpu() {
  const fields = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

try {
  await pay();
  report('the first payment');
  const start = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, pay));
  report(`${AT_ONCE} payments at once: ${((performance.now() - start) / 1000).toFixed(2)} s`);
  const before = { cpu: cpu(), memory: memory(), count, size: statSync(join(dir, 'journal.jsonl')).size };
  const running = [];
  for (let number = 0; number < seconds * PER_SECOND; number++) {
    running.push(pay());
    await sleep(1000 / PER_SECOND);
  }
  await Promise.all(running);
  report(`${PER_SECOND} payments a second for ${seconds} s`);
  const made = count - before.count;
  console.log(`  processor: ${((cpu() - before.cpu) / made).toFixed(1)} ms a payment`);
  console.log(
    `  journal: ${((statSync(join(dir, 'journal.jsonl')).size - before.size) / made / 1024).toFixed(1)} kB a payment`,
  );
  console.log(
    `  memory of the server: ${before.memory.toFixed(0)} MiB, after ${made} more payments ${memory().toFixed(0)} MiB`,
  );
  await sleep(1000);
  console.log(`  webhooks: ${webhooks} of ${count * 5}`);
} finally {
  await server.stop();
  endpoint.close();
  rmSync(dir, { recursive: true, force: true });
}
