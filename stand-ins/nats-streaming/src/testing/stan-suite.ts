import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StanOptions } from 'node-nats-streaming';
import { NatsStreamingServer, type NatsStreamingServerOptions } from '../nats-streaming-server.js';
import { RawNats } from './raw-nats.js';
import { StanClient } from './stan-client.js';

let used = 0;

/** A name for a channel, client or group that no other test of this run uses. */
export function unique(prefix: string): string {
  return `${prefix}-${process.pid}-${++used}`;
}

/** Keeps the clients, servers and directories of a suite, and removes them after a test or at the end. */
export class StanSuite {
  private readonly clients: StanClient[] = [];
  private readonly raws: RawNats[] = [];
  private readonly servers: NatsStreamingServer[] = [];
  private readonly directories: string[] = [];

  async server(options: NatsStreamingServerOptions = {}): Promise<NatsStreamingServer> {
    const server = new NatsStreamingServer(options);
    this.servers.push(server);
    await server.start();
    return server;
  }

  directory(): string {
    const directory = mkdtempSync(join(tmpdir(), 'nats-streaming-'));
    this.directories.push(directory);
    return directory;
  }

  async client(
    server: Pick<NatsStreamingServer, 'url' | 'clusterId'>,
    id = unique('client'),
    options?: StanOptions,
  ): Promise<StanClient> {
    const client = await StanClient.connect(server, id, options);
    this.clients.push(client);
    return client;
  }

  async raw(server: NatsStreamingServer, options?: object): Promise<RawNats> {
    const raw = await RawNats.connect(server.port, options);
    this.raws.push(raw);
    return raw;
  }

  /** For afterEach: closes the clients. The servers go on. */
  disconnect(): void {
    for (const client of this.clients.splice(0)) client.crash();
    for (const raw of this.raws.splice(0)) raw.close();
  }

  /** For afterAll: closes and removes all. */
  async end(): Promise<void> {
    this.disconnect();
    await Promise.all(this.servers.splice(0).map((server) => server.kill()));
    for (const directory of this.directories.splice(0)) rmSync(directory, { recursive: true, force: true });
  }
}
