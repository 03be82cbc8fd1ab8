import type { Server } from '@ticketing/processes';
import { Supervised, type Supervision } from './supervised.js';
import { UserError } from './user-error.js';

export interface Component {
  server: Server;
  /** These servers must be ready before this one starts, and they stop after it. */
  after?: Server[];
  /** These servers stop after this one, which may start before them: it needs their ports alone. */
  uses?: Server[];
}

const CHECK_MS = 100;

/** Starts each component as soon as the ones it waits for are ready, and stops them in reverse order. */
export class Supervisor {
  private readonly processes: Supervised[];
  private readonly checks: NodeJS.Timeout;
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly components: Component[],
    private readonly events: Supervision,
  ) {
    this.processes = components.map(({ server }) => new Supervised(server, events));
    this.checks = setInterval(() => this.processes.forEach((process) => process.check()), CHECK_MS);
    this.checks.unref();
  }

  get all(): readonly Supervised[] {
    return this.processes;
  }

  process(name: string): Supervised {
    const found = this.processes.find((process) => process.name === name);
    if (found) return found;
    throw new Error(
      `no process is named ${name}; the names are ${this.processes.map((p) => p.name).join(', ')}`,
    );
  }

  /** Rejects with the first failure. The caller then stops the components that have started. */
  async start(): Promise<void> {
    await Promise.all(this.components.map(({ server }) => server.choosePort()));
    const started = new Map<Server, Promise<void>>();
    for (const { server, after = [] } of this.components) {
      const before = after.map((other) => started.get(other) ?? outOfOrder(server, other));
      const start = Promise.all(before).then(async () => {
        if (this.stopping) throw new UserError('stopped before everything was ready');
        this.events.say(`Starting ${server.name} …`);
        await this.of(server).start();
      });
      start.catch(() => undefined); // `Promise.all` below reports it
      started.set(server, start);
    }
    await Promise.all(started.values());
  }

  stop(): Promise<void> {
    return (this.stopping ??= this.stopInReverse().finally(() => clearInterval(this.checks)));
  }

  /** Ends all processes at once, as `kill -9` does. */
  async forceStop(): Promise<void> {
    this.stopping ??= Promise.resolve();
    clearInterval(this.checks);
    await Promise.allSettled(this.processes.map((process) => process.forceStop()));
  }

  private async stopInReverse(): Promise<void> {
    const stopped = new Map<Server, Promise<void>>();
    for (const { server } of [...this.components].reverse()) {
      const users = this.components.filter(({ after = [], uses = [] }) =>
        [...after, ...uses].includes(server),
      );
      const before = users.flatMap((user) => stopped.get(user.server) ?? []);
      stopped.set(
        server,
        Promise.all(before)
          .then(() => this.of(server).stop())
          // the others must still be stopped; the guard ends this one
          .catch(({ message }: Error) => this.events.say(`${server.name} could not be stopped: ${message}`)),
      );
    }
    await Promise.all(stopped.values());
  }

  private of(server: Server): Supervised {
    return this.process(server.name);
  }
}

function outOfOrder(server: Server, other: Server): never {
  throw new Error(
    `${server.name} waits for ${other.name}, but the topology names ${other.name} later or not at all`,
  );
}
