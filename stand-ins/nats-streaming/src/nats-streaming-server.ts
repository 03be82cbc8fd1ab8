import { join } from 'node:path';
import { ChildServer, type Command } from '@ticketing/processes';

export interface NatsStreamingServerOptions {
  port?: number;
  clusterId?: string;
  /** Messages and subscriptions are kept in this directory. Without it they last as long as the process. */
  dir?: string;
  /** More flags of nats-streaming-server. They win over the flags that this class sets. */
  flags?: readonly string[];
}

const STAND_IN = join(__dirname, '../bin/nats-streaming-server');
/** With these the server notices within about 20 s that a client has died. The defaults would take minutes. */
const FAST_HEARTBEATS = ['-hbi', '5s', '-hbt', '2s', '-hbf', '3'];

/**
 * A NATS Streaming server in a process of its own: the stand-in, or the real server whose path is in
 * TICKETING_NATS_STREAMING.
 */
export class NatsStreamingServer extends ChildServer {
  readonly name = 'nats-streaming';
  readonly clusterId: string;
  private readonly dir: string | undefined;
  private readonly flags: readonly string[];

  constructor({ port, clusterId = 'ticketing', dir, flags = [] }: NatsStreamingServerOptions = {}) {
    super(port);
    this.clusterId = clusterId;
    this.dir = dir;
    this.flags = flags;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  protected override command(port: number): Command {
    const store = this.dir === undefined ? ['-st', 'MEMORY'] : ['-st', 'FILE', '-dir', this.dir];
    const listen = ['-a', '127.0.0.1', '-p', String(port), '-cid', this.clusterId];
    const args = [...listen, ...store, ...FAST_HEARTBEATS, ...this.flags];
    const real = process.env['TICKETING_NATS_STREAMING'];
    return real ? { file: real, args } : { file: process.execPath, args: [STAND_IN, ...args] };
  }
}
