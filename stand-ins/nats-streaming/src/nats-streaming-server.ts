import { join } from 'node:path';
import { ChildServer, type Command } from '@ticketing/processes';

export interface NatsStreamingServerOptions {
  port?: number;
  clusterId?: string;
  /** Given: messages and subscriptions are kept there. Not given: they last as long as the process. */
  dir?: string;
  /** More flags of nats-streaming-server. A repeated flag wins over the ones given here. */
  flags?: readonly string[];
}

const EMBEDDED = join(__dirname, '../bin/nats-streaming-server');
/** A client that died is noticed within some 20 seconds, not after minutes. */
const FAST_HEARTBEATS = ['-hbi', '5s', '-hbt', '2s', '-hbf', '3'];

/** The embedded NATS Streaming server, or the real one that TICKETING_NATS_STREAMING names. */
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
    return real ? { file: real, args } : { file: process.execPath, args: [EMBEDDED, ...args] };
  }
}
