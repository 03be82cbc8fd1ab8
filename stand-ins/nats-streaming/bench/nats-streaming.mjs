// Measures the server of this workspace, or the one whose path is in TICKETING_NATS_STREAMING, with the client
// node-nats-streaming. The server runs in a process of its own. `npm run bench -w stand-ins/nats-streaming -- 10`
// measures each figure for 10 s; the default is 5 s.
import { Buffer } from 'node:buffer';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const require = createRequire(import.meta.url);
const { NatsStreamingServer } = require('../dist/index.js');
const { connect } = require('node-nats-streaming');

const SECONDS = Number(process.argv[2] ?? 5);
const PAYLOAD = Buffer.alloc(256, 'x').toString();
const EVENTS_PER_SECOND = 180;

const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));

for (const store of ['memory', 'file']) {
  console.log(`${store} store`);
  for (const inFlight of [1, 100]) {
    await measure(store, async (client) => {
      const rate = await publishFor(client, inFlight, SECONDS * 1_000);
      console.log(`  publish, ${inFlight} in flight: ${Math.round(rate)} msg/s`);
    });
  }
  await measure(store, async (client) => {
    const { p50, p99 } = await endToEnd(client);
    console.log(
      `  end to end at ${EVENTS_PER_SECOND} msg/s: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`,
    );
  });
}

async function measure(store, run) {
  const dir = store === 'file' ? mkdtempSync(join(tmpdir(), 'nats-bench-')) : undefined;
  const server = new NatsStreamingServer({ dir });
  await server.start();
  const client = connect(server.clusterId, 'bench', { url: server.url });
  await once(client, 'connect');
  await run(client);
  client.close();
  await once(client, 'close');
  await server.stop();
  if (dir) rmSync(dir, { recursive: true });
}

function publishFor(client, inFlight, ms) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let acked = 0;
    let open = 0;
    const next = () => {
      open++;
      client.publish('bench', PAYLOAD, (error) => {
        if (error) return reject(error);
        acked++;
        open--;
        const elapsed = performance.now() - start;
        if (elapsed < ms) next();
        else if (open === 0) resolve((acked * 1_000) / elapsed);
      });
    };
    for (let i = 0; i < inFlight; i++) next();
  });
}

// Each time counts from the moment when the message was due: a stall that delays publishing is part of the result.
async function endToEnd(client) {
  const times = [];
  const total = EVENTS_PER_SECOND * SECONDS;
  const options = client.subscriptionOptions().setManualAckMode(true).setDurableName('bench');
  const subscription = client.subscribe('latency', 'bench', options);
  const start = performance.now() + 200;
  const due = (i) => start + (i * 1_000) / EVENTS_PER_SECOND;
  const done = new Promise((resolve) => {
    subscription.on('message', (message) => {
      message.ack();
      times.push(performance.now() - due(Number(message.getData().slice(0, 8))));
      if (times.length === total) resolve();
    });
  });
  await once(subscription, 'ready');
  for (let i = 0; i < total; i++) {
    const wait = due(i) - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    client.publish('latency', String(i).padStart(8, '0') + PAYLOAD.slice(8), () => undefined);
  }
  await done;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(share * (times.length - 1))];
  return { p50: at(0.5), p99: at(0.99) };
}
