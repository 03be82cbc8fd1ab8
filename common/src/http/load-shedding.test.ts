import { once } from 'node:events';
import { Agent, createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Router } from 'express';
import request from 'supertest';
import { silentLogger } from '../testing/silent-logger.js';
import { eventually } from '../testing/stand-ins.js';
import { createApp } from './app.js';
import { Health } from './health.js';
import { ALWAYS_LET_IN, INTERVAL_MS, LoadShedder, TARGET_MS } from './load-shedding.js';
import { Turns } from './turns.js';

/** A process that answers `perSecond` requests one after the other, by a clock that only the test moves. */
class Process {
  time = 0;
  refused = 0;
  readonly shedder = new LoadShedder(() => this.time);
  /** How long the requests took that were answered. */
  readonly latencies: number[] = [];
  private readonly queue: { since: number; leave: () => void }[] = [];
  private done = 0;

  constructor(private readonly perSecond: number) {}

  arrive(count = 1): void {
    for (let i = 0; i < count; i++) {
      if (this.shedder.admits()) this.queue.push({ since: this.time, leave: this.shedder.begin() });
      else this.refused++;
    }
  }

  /** Lets time pass while this many requests arrive in each second. */
  run(seconds: number, arrivals: number): void {
    let due = 0;
    for (const end = this.time + seconds * 1_000; this.time < end; this.time++) {
      for (due += arrivals / 1_000; due >= 1; due--) this.arrive();
      for (this.done += this.perSecond / 1_000; this.done >= 1; this.done--) this.answer();
    }
  }

  private answer(): void {
    const next = this.queue.shift();
    if (!next) return;
    next.leave();
    this.latencies.push(this.time - next.since);
  }
}

describe('LoadShedder', () => {
  it('takes on everything while the process can do it, and a burst of 1000 in one instant', () => {
    const process = new Process(500);
    process.run(10, 450);
    process.arrive(1_000);
    expect(process.refused).toBe(0);
  });

  it('keeps the queue short while twice as many come as the process can answer, and stays busy', () => {
    const process = new Process(500);
    process.run(5, 1_000); // the queue grows until it is noticed
    process.latencies.length = 0;
    process.run(30, 1_000);
    expect(process.latencies.length).toBeGreaterThan(500 * 30 * 0.95);
    expect(Math.max(...process.latencies)).toBeLessThan(2.5 * TARGET_MS);
    expect(process.refused).toBeGreaterThan(0);
  });

  it('takes on everything again within 5 s after the overload', () => {
    const process = new Process(500);
    process.run(20, 2_000);
    process.run(5, 400);
    process.refused = 0;
    process.latencies.length = 0;
    process.run(10, 400);
    expect(Math.max(...process.latencies)).toBeLessThan(TARGET_MS / 10);
    process.arrive(1_000);
    expect(process.refused).toBe(0);
  });

  it('refuses nothing because each of a few requests takes long', () => {
    let time = 0;
    const shedder = new LoadShedder(() => time);
    const atWork: (() => void)[] = [];
    for (; time < 30_000; time += 100) {
      expect(shedder.admits()).toBe(true);
      const leave = shedder.begin();
      atWork.push(leave);
      if (atWork.length === ALWAYS_LET_IN / 2) atWork.shift()!(); // it took 5 s
    }
  });

  it('refuses when nothing at all is answered', () => {
    const process = new Process(0);
    process.run(4, 500);
    expect(process.refused).toBeGreaterThan(500);
  });

  it('does not mind one slow kind of request among many quick ones', () => {
    let time = 0;
    const shedder = new LoadShedder(() => time);
    const slow: (() => void)[] = [];
    for (; time < 20_000; time += 5) {
      expect(shedder.admits()).toBe(true);
      const leave = shedder.begin();
      if (time % 20 === 0) slow.push(leave);
      else leave();
      if (slow.length > 400) slow.shift()!(); // it took 8 s
    }
  });
});

describe('an overloaded app', () => {
  const health = new Health();
  const routes = Router().get('/thing', (_req, res) => void res.json({}));

  /** An app whose process has fallen behind. */
  function overloaded() {
    let time = 0;
    const shedder = new LoadShedder(() => time);
    const leave = Array.from({ length: 2 * ALWAYS_LET_IN }, () => shedder.begin());
    time = TARGET_MS + INTERVAL_MS;
    leave.splice(0, 10).forEach((each) => each());
    const app = createApp({ logger: silentLogger, health, routes: [routes], shedder });
    return {
      api: request(app),
      recover: () => ((time += INTERVAL_MS), leave.splice(0).forEach((each) => each())),
    };
  }

  it('answers 503 with Retry-After before anything is done, and serves again afterwards', async () => {
    const { api, recover } = overloaded();
    const res = await api.post('/thing').set('content-type', 'text/plain').send('not looked at').expect(503);
    expect(res.headers).toMatchObject({ 'retry-after': '5', 'cache-control': 'no-store' });
    expect(res.headers).toHaveProperty('x-request-id');
    expect(res.headers).toHaveProperty('x-content-type-options');
    expect(res.body).toEqual({
      errors: [
        {
          message:
            'Very many people are here right now, so nothing has been done. Please try again in a few seconds',
          code: 'SERVICE_OVERLOADED',
        },
      ],
    });
    recover();
    await api.get('/thing').expect(200);
  });

  it('still says how it is', async () => {
    const { api } = overloaded();
    await api.get('/healthz').expect(200);
    await api.get('/readyz').expect(200);
    const { text } = await api.get('/metrics').expect(200);
    expect(text).toMatch(/^http_requests_shed_total \d+$/m);
  });

  it('forgets the requests of a connection that was lost, pipelined ones too', async () => {
    const shedder = new LoadShedder();
    const silent = Router().get('/silent', () => undefined);
    const server = createServer(createApp({ logger: silentLogger, health, routes: [silent], shedder }));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      socket.write('GET /silent HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(5));
      await eventually(() => expect(shedder.size).toBe(1));
      socket.destroy();
      await eventually(() => expect(shedder.size).toBe(0));
    } finally {
      server.close();
    }
  });

  it('does not mind callers who send slowly, and counts a request once it is there', async () => {
    const shedder = new LoadShedder();
    const silent = Router().post('/silent', () => undefined);
    const server = createServer(createApp({ logger: silentLogger, health, routes: [silent], shedder }));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      const began = once(server, 'request');
      socket.write(
        'POST /silent HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{',
      );
      await began;
      expect(shedder.size).toBe(0);
      socket.write('}');
      await eventually(() => expect(shedder.size).toBe(1));
      socket.destroy();
      await eventually(() => expect(shedder.size).toBe(0));
    } finally {
      server.close();
    }
  });

  it('makes room for a crowd when a new connection comes, and not at each request', async () => {
    const connected = jest.spyOn(Turns.prototype, 'connected');
    const server = createServer(createApp({ logger: silentLogger, health, routes: [routes] }));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const agents = [1, 2].map(() => new Agent({ keepAlive: true, maxSockets: 1 }));
    try {
      for (const agent of [agents[0]!, agents[0]!, agents[1]!])
        await request(server).get('/thing').agent(agent).expect(200);
      expect(connected).toHaveBeenCalledTimes(2);
    } finally {
      agents.forEach((agent) => agent.destroy());
      connected.mockRestore();
      server.close();
    }
  });
});
