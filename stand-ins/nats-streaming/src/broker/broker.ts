import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { Connection } from './connection.js';
import { SubjectTree, type Interest } from './subject-tree.js';

const PING_INTERVAL_MS = 120_000;

/** Somebody who wants to hear a subject: a client's subscription, or a part of this server. */
export interface Subscriber extends Interest {
  /** Whoever publishes without echo does not hear itself. */
  readonly owner: object;
  deliver(subject: string, reply: string, payload: Buffer): void;
}

/** Core NATS: connections, subscriptions, and the routing of messages between them. It remembers no message. */
export class Broker {
  readonly maxPayload = 1_048_576;
  private readonly serverId = `N${randomBytes(16).toString('hex').toUpperCase()}`;
  private readonly subscribers = new SubjectTree<Subscriber>();
  private readonly connections = new Set<Connection>();
  private readonly unflushed = new Set<Connection>();
  private readonly listener: Server = createServer((socket) =>
    this.connections.add(new Connection(this, socket)),
  );
  private pings: NodeJS.Timeout | undefined;
  private nextQueueMember = 0;

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

  /** What a client is told first. */
  info(): object {
    return {
      server_id: this.serverId,
      server_name: this.serverId,
      version: '2.9.0',
      proto: 1,
      host: (this.listener.address() as AddressInfo).address,
      port: this.port,
      headers: false,
      max_payload: this.maxPayload,
    };
  }

  subscribe(subscriber: Subscriber): void {
    this.subscribers.add(subscriber);
  }

  unsubscribe(subscriber: Subscriber): void {
    this.subscribers.remove(subscriber);
  }

  /** Gives a message to all who want it and answers how many that were. */
  route(subject: string, reply: string, payload: Buffer, except?: object): number {
    const { plain, queues } = this.subscribers.match(subject);
    let delivered = 0;
    for (const subscriber of plain) {
      if (subscriber.owner === except) continue;
      subscriber.deliver(subject, reply, payload);
      delivered++;
    }
    for (const members of queues) {
      const others = except ? members.filter(({ owner }) => owner !== except) : members;
      const member = others[this.nextQueueMember++ % others.length];
      if (!member) continue;
      member.deliver(subject, reply, payload);
      delivered++;
    }
    return delivered;
  }

  /** All that one turn of the event loop has for a client leaves in one write at the end of the turn. */
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
