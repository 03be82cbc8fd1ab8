import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@ticketing/processes';
import type { System } from '../../system.js';
import { Notices } from '../web/notices.js';
import { BusOutage } from './bus-outage.js';

let done: string[];
let notices: Notices;
let outage: BusOutage;
const process = (name: string) => ({
  stop: () => Promise.resolve(void done.push(`stop ${name}`)),
  start: () => Promise.resolve(void done.push(`start ${name}`)),
});

beforeEach(() => {
  done = [];
  notices = new Notices();
  outage = new BusOutage({ process } as unknown as System, notices, 100);
});
afterEach(() => outage.close());

it('stops the bus and starts it again by itself', async () => {
  expect(outage.leftMs()).toBeUndefined();
  outage.begin();
  expect(outage.leftMs()).toBeGreaterThan(0);
  expect(notices.held()).toEqual(['The bus is stopped for 0.1 s']);
  await eventually(() => expect(done).toEqual(['stop nats-streaming', 'start nats-streaming']));
  expect(outage.leftMs()).toBeUndefined();
  expect(notices.held()).toEqual([]);
  await eventually(() => expect(notices.recent()).toEqual(['The bus runs again', 'The bus has stopped']));
});

it('has one outage at a time', async () => {
  outage.begin();
  outage.begin();
  await eventually(() => expect(outage.leftMs()).toBeUndefined());
  await sleep(150);
  expect(done).toEqual(['stop nats-streaming', 'start nats-streaming']);
});

it('starts no bus when the system stops meanwhile', async () => {
  outage.begin();
  outage.close();
  await sleep(200);
  expect(done).toEqual(['stop nats-streaming']);
});
