import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeService } from '../servers/node-service.js';
import { startSystem, type System, type SystemOptions } from '../system.js';
import type { Topology } from '../topology.js';

export const FAKE_SERVICE = join(__dirname, 'fake-service.cjs');
const NOWHERE = { host: '127.0.0.1', port: 1 };

/** A system of three small processes: `database` ← `service` ← `gateway`. */
export class FakeSystem {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'ticketing-test-'));
  readonly said: string[] = [];
  /** While this file exists, `service` ends as soon as it is started. */
  readonly broken = join(this.dataDir, 'broken');
  /** Servers that really run. The others are nowhere. */
  backing: Partial<ReturnType<Topology['backing']>> = {};
  system: System | undefined;

  async start(options: SystemOptions = {}): Promise<System> {
    return (this.system = await startSystem({
      dataDir: this.dataDir,
      port: 0,
      redis: NOWHERE,
      stripe: 'stand-in',
      say: (line) => this.said.push(line),
      topology: () => this.topology(),
      ...options,
    }));
  }

  /** The notes of the processes, in order: `start database`, … */
  events(): string[] {
    return readFileSync(join(this.dataDir, 'events'), 'utf8').trim().split('\n');
  }

  /** The processes that must stop first take longest to stop, so the right order does not come about by chance. */
  topology(): Topology {
    const database = this.fake('database');
    const service = this.fake('service', { BROKEN: this.broken, LINGER_MS: '50' });
    const gateway = this.fake('gateway', { LINGER_MS: '100' });
    return {
      components: [
        { server: database },
        { server: service, after: [database] },
        { server: gateway, after: [service] },
      ],
      gateway,
      backing: () => ({
        mongo: {
          auth: 'mongodb://a',
          tickets: 'mongodb://t',
          orders: 'mongodb://o',
          payments: 'mongodb://p',
        },
        nats: { url: 'nats://n', clusterId: 'ticketing' },
        redis: NOWHERE,
        ...this.backing,
      }),
    };
  }

  private fake(name: string, env: Record<string, string> = {}): NodeService {
    const events = join(this.dataDir, 'events');
    return new NodeService({
      name,
      script: FAKE_SERVICE,
      env: () => ({ NAME: name, EVENTS: events, ...env }),
    });
  }
}
