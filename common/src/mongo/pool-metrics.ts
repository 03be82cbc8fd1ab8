import type { mongo } from 'mongoose';
import { Counter, Gauge, Histogram } from 'prom-client';

const waitSeconds = new Histogram({
  name: 'mongodb_pool_wait_seconds',
  help: 'Time that a command waited for a connection of the pool',
  buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
});

const waitFailures = new Counter({
  name: 'mongodb_pool_wait_failures_total',
  help: 'Commands that got no connection of the pool, by reason',
  labelNames: ['reason'],
});

/** The reasons of the driver, https://github.com/mongodb/specifications (connection monitoring and pooling). */
const REASONS = ['timeout', 'connectionError', 'poolClosed'];

let waiting = 0;
let inUse = 0;

new Gauge({
  name: 'mongodb_pool_waiting',
  help: 'Commands that wait for a connection of the pool',
  collect() {
    this.set(waiting);
  },
});

new Gauge({
  name: 'mongodb_pool_in_use',
  help: 'Connections of the pool that are in use',
  collect() {
    this.set(inUse);
  },
});

/** Measures how long commands wait for a connection to the database. Call it when the client has just connected. */
export function measurePool(client: mongo.MongoClient): void {
  for (const reason of REASONS) waitFailures.inc({ reason }, 0);
  client.on('connectionCheckOutStarted', () => void waiting++);
  client.on('connectionCheckedOut', ({ durationMS }) => {
    waiting--;
    inUse++;
    waitSeconds.observe(durationMS / 1000);
  });
  client.on('connectionCheckOutFailed', ({ reason }) => {
    waiting--;
    waitFailures.inc({ reason });
  });
  client.on('connectionCheckedIn', () => void inUse--);
}
