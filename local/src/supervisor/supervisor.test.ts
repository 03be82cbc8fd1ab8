import { setTimeout as sleep } from 'node:timers/promises';
import type { Server } from '@ticketing/processes';
import { Supervisor } from './supervisor.js';

const events: string[] = [];

/** A server that runs nothing. It takes some time to start and to stop. */
class Fake implements Server {
  readonly pid = undefined;
  private chosen: number | undefined;
  private running = false;

  constructor(
    readonly name: string,
    private readonly stopMs: number,
    private readonly before: () => void = () => undefined,
  ) {}

  get port(): number {
    if (this.chosen === undefined) throw new Error(`${this.name} has no port`);
    return this.chosen;
  }

  choosePort(): Promise<void> {
    this.chosen = 1;
    return Promise.resolve();
  }

  async start(): Promise<void> {
    this.before();
    this.running = true;
    events.push(`start ${this.name}`);
    await sleep(20);
    events.push(`${this.name} is ready`);
  }

  async stop(): Promise<void> {
    if (!this.running) return;
    this.running = false;
    await sleep(this.stopMs);
    events.push(`stop ${this.name}`);
  }

  kill = () => Promise.resolve();
}

it('starts a server beside those that it uses, whose ports are known, and stops it before them', async () => {
  // the one that must stop first takes longer to stop, so the right order does not come about by chance
  const service = new Fake('service', 10);
  const site = new Fake('site', 50, () => expect(service.port).toBe(1));
  const supervisor = new Supervisor([{ server: service }, { server: site, uses: [service] }], {
    say: () => undefined,
    changed: () => undefined,
    longestRestartDelayMs: 1,
    explain: ({ message }) => message,
  });
  await supervisor.start();
  await supervisor.stop();
  expect(events).toEqual([
    'start service',
    'start site',
    'service is ready',
    'site is ready',
    'stop site',
    'stop service',
  ]);
});
