import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { Connection, type ConnectionHost } from './connection.js';
import { Router } from './router.js';
import { Users } from './users.js';

const PING_INTERVAL_MS = 120_000;

/** Core NATS over TCP: listens, and keeps the connections of the clients. */
export class Broker implements ConnectionHost {
  readonly maxPayload = 1_048_576;
  readonly router = new Router();
  private readonly serverId = `N${randomBytes(16).toString('hex').toUpperCase()}`;
  private readonly connections = new Set<Connection>();
  private readonly unflushed = new Set<Connection>();
  private readonly listener: Server = createServer((socket) =>
    this.connections.add(new Connection(this, this.router, socket)),
  );
  private pings: NodeJS.Timeout | undefined;

  constructor(readonly users = new Users()) {}

  listen(port: number, host: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.listener.once('error', reject);
      this.listener.listen(port, host, () => {
        this.listener.off('error', reject);
        this.pings = setInterval(() => this.connections.forEach((each) => each.ping()), PING_INTERVAL_MS);
        resolve();
      });
    });
  }

  close(): void {
    clearInterval(this.pings);
    this.listener.close();
    for (const connection of this.connections) connection.destroy();
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  info(): object {
    return {
      server_id: this.serverId,
      server_name: this.serverId,
      version: '2.9.0',
      proto: 1,
      host: (this.listener.address() as AddressInfo).address,
      port: this.port,
      headers: false,
      ...(this.users.required && { auth_required: true }),
      max_payload: this.maxPayload,
    };
  }

  willFlush(connection: Connection): void {
    if (this.unflushed.size === 0) setImmediate(() => this.flush());
    this.unflushed.add(connection);
  }

  forget(connection: Connection): void {
    this.connections.delete(connection);
  }

  private flush(): void {
    const connections = [...this.unflushed];
    this.unflushed.clear();
    for (const connection of connections) connection.flush();
  }
}
