import type { Socket } from 'node:net';
import { log } from '../log.js';
import { MAX_MESSAGE_BYTES, parseMessage, ProtocolError, replyTo, type Request } from './message.js';

/** The answer to a command. With `toDisk` it is sent only after the writes of the command are on disk. */
export interface Answer {
  body: Buffer;
  toDisk: boolean;
}

export interface Dispatcher {
  run(request: Request, connection: Connection): Answer;
  /** Calls `done` when everything written so far is durable. */
  whenDurable(done: () => void, toDisk: boolean): void;
}

/**
 * The connection of one client. It cuts the bytes of the client into messages. It answers each message once
 * its writes are durable.
 */
export class Connection {
  private chunks: Buffer[] = [];
  private buffered = 0;
  /** The length of the incoming message in bytes, or 0 while its length field is incomplete. */
  private needed = 0;
  /** Whether the client is on this machine. */
  readonly isLocal: boolean;

  constructor(
    private readonly socket: Socket,
    readonly id: number,
    private readonly dispatcher: Dispatcher,
  ) {
    this.isLocal = LOOPBACK.test(socket.remoteAddress ?? '');
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    socket.on('error', () => socket.destroy()); // a client that goes away needs no line in the log
  }

  close(): void {
    this.socket.destroy();
  }

  private receive(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.buffered += chunk.length;
    try {
      for (let message = this.next(); message; message = this.next()) this.handle(message);
    } catch (error) {
      log(error instanceof ProtocolError ? 'W' : 'E', 'NETWORK', 'Closed a connection', {
        connectionId: this.id,
        error: error instanceof ProtocolError ? error.message : String((error as Error).stack),
      });
      this.socket.destroy();
    }
  }

  private next(): Buffer | undefined {
    if (this.buffered < LENGTH_BYTES || this.buffered < this.needed) return undefined;
    if (this.chunks.length > 1) this.chunks = [Buffer.concat(this.chunks)];
    const buffer = this.chunks[0] as Buffer;
    this.needed = buffer.readInt32LE(0);
    if (this.needed < MIN_MESSAGE_BYTES || this.needed > MAX_MESSAGE_BYTES)
      throw new ProtocolError(`a message of ${this.needed} bytes is not valid`);
    if (buffer.length < this.needed) return undefined;
    const message = buffer.subarray(0, this.needed);
    this.chunks = buffer.length > this.needed ? [buffer.subarray(this.needed)] : [];
    this.buffered -= this.needed;
    this.needed = 0;
    return message;
  }

  private handle(message: Buffer): void {
    const request = parseMessage(message);
    const { body, toDisk } = this.dispatcher.run(request, this);
    if (!request.wantsReply) return;
    const reply = replyTo(request, body);
    this.dispatcher.whenDurable(() => this.socket.write(reply), toDisk);
  }
}

const LENGTH_BYTES = 4;
const MIN_MESSAGE_BYTES = 21;
const LOOPBACK = /^(::ffff:)?127\.|^::1$/;
