import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { type Chunks, Delayed, type Timing } from './delayed.js';

/** Receives the chunks of one direction of a connection, and passes on what is to arrive. */
export type Filter = (chunk: Buffer, pass: (chunk: Buffer) => void) => void;

interface Pair {
  client: Socket;
  server: Socket;
  toServer: Chunks;
  toClient: Chunks;
  /** Made for the connection by `filterAnswers`. */
  filter?: Filter;
}

/** The way from one instance to one backing server: a TCP proxy that can break as a network breaks. */
export class Link {
  private readonly listener: Server;
  private readonly pairs = new Set<Pair>();
  private serverPort = 0;
  private timing: Timing = { state: 'open' };
  private refusing = false;
  private swallowing = false;
  private makeFilter: (() => Filter) | undefined;
  private rewrite: ((chunk: Buffer) => Buffer) | undefined;

  constructor(
    readonly instance: string,
    readonly server: string,
  ) {
    this.listener = createServer((client) => this.accept(client));
  }

  get name(): string {
    return `${this.instance} to ${this.server}`;
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  async open(): Promise<void> {
    this.listener.listen(0, '127.0.0.1');
    await once(this.listener, 'listening');
  }

  /** Called at each start of the instance. */
  leadTo(port: number): void {
    this.serverPort = port;
  }

  async close(): Promise<void> {
    const closed = once(this.listener, 'close');
    this.listener.close();
    this.cut();
    await closed;
  }

  /** Resets every connection. */
  cut(): void {
    for (const { client, server } of this.pairs) {
      client.resetAndDestroy();
      server.destroy();
    }
  }

  /** Refuses new connections, as a host does on which nobody listens. */
  refuse(refusing: boolean): void {
    this.refusing = refusing;
  }

  /** Nothing comes through in either direction, and nobody is told. The bytes come when the link is open again. */
  partition(): void {
    this.time({ state: 'closed' });
  }

  /** Each chunk takes from `min` to `max` ms, in order. */
  delay(min: number, max: number, draw: Timing['draw']): void {
    this.time({ state: 'slow', min, max, draw });
  }

  /** The link is open again: bytes that were held back come now. */
  heal(): void {
    this.time({ state: 'open' });
  }

  /** From now on the server's answers are lost; requests still reach the server. */
  swallowAnswers(swallowing: boolean): void {
    this.swallowing = swallowing;
  }

  /** Every connection made from now on has a filter of its own between the server and the client. */
  filterAnswers(make: (() => Filter) | undefined): void {
    this.makeFilter = make;
  }

  /** From now on the server gets this in place of each chunk of a request. */
  rewriteRequests(rewrite: ((chunk: Buffer) => Buffer) | undefined): void {
    this.rewrite = rewrite;
  }

  private time(timing: Timing): void {
    this.timing = timing;
    for (const { toServer, toClient } of this.pairs) {
      toServer.set(timing);
      toClient.set(timing);
    }
  }

  private accept(client: Socket): void {
    if (this.refusing) return void client.resetAndDestroy();
    const server = connect(this.serverPort, '127.0.0.1');
    const pair: Pair = {
      client,
      server,
      toServer: new Delayed(server, this.timing),
      toClient: new Delayed(client, this.timing),
    };
    const filter = this.makeFilter?.();
    if (filter) pair.filter = filter;
    this.pairs.add(pair);
    const end = () => {
      this.pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', end);
    }
    client.on('data', (chunk) => pair.toServer.push(this.rewrite?.(chunk) ?? chunk));
    server.on('data', (chunk) => this.answer(pair, chunk));
  }

  private answer(pair: Pair, chunk: Buffer): void {
    if (this.swallowing) return;
    if (pair.filter) pair.filter(chunk, (passed) => pair.toClient.push(passed));
    else pair.toClient.push(chunk);
  }
}
