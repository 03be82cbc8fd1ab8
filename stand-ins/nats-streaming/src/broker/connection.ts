import type { Socket } from 'node:net';
import { FrameParser } from '../protocol/frame-parser.js';
import { OutputBuffer } from './output-buffer.js';
import type { Router, Subscriber } from './router.js';
import { isPublishSubject, isSubscribeSubject } from './subjects.js';
import { mayPublish, maySubscribe, type User, type Users } from './users.js';

const MAX_UNSENT_BYTES = 64 * 1024 * 1024;
const MAX_PINGS_OUT = 2;
/** A client that has to sign in does so within this time, as at the real server. */
const SIGN_IN_LIMIT_MS = 2_000;
const ANYBODY: User = { user: '', password: '' };

/** The server that holds the connections. */
export interface ConnectionHost {
  readonly maxPayload: number;
  readonly users: Users;
  /**
   * Calls `flush` of the connection once, at the end of this turn of the event loop: all output of a turn is
   * one write.
   */
  willFlush(connection: Connection): void;
  /** The connection has ended. */
  forget(connection: Connection): void;
}

interface RemoteSubscriber extends Subscriber {
  readonly sid: string;
  delivered: number;
  /** `UNSUB sid max` sets it: the subscription ends after that many messages. 0 means without limit. */
  max: number;
}

interface Publication {
  subject: string;
  reply: string;
}

/** The TCP connection of one client: reads its commands and writes messages to it. */
export class Connection {
  private readonly subscribers = new Map<string, RemoteSubscriber>();
  private readonly output = new OutputBuffer();
  private readonly parser = new FrameParser({
    onLine: (line) => this.onLine(line),
    onPayload: (payload) => this.onPayload(payload),
    onProtocolError: (reason) => this.fail(reason),
  });
  private publication: Publication | undefined;
  private verbose = false;
  private echo = true;
  private pingsOut = 0;
  private closed = false;
  /** Undefined until the client has signed in. */
  private user: User | undefined;
  private signInLimit: NodeJS.Timeout | undefined;

  constructor(
    private readonly host: ConnectionHost,
    private readonly router: Router,
    private readonly socket: Socket,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.parser.push(chunk));
    socket.on('error', () => this.end());
    socket.on('close', () => this.end());
    if (host.users.required)
      this.signInLimit = setTimeout(() => this.fail('Authentication Timeout'), SIGN_IN_LIMIT_MS).unref();
    else this.user = ANYBODY;
  }

  /** The host calls this at the end of a turn in which the connection has new output. */
  flush(): void {
    if (this.output.empty || this.socket.destroyed) return;
    this.socket.write(this.output.take());
    if (!this.closed && this.socket.writableLength > MAX_UNSENT_BYTES) this.fail('Slow Consumer');
  }

  ping(): void {
    if (++this.pingsOut > MAX_PINGS_OUT) this.fail('Stale Connection');
    else this.say('PING\r\n');
  }

  /** Closes the connection without a word to the client, because the server stops. */
  destroy(): void {
    this.end();
    this.socket.destroy();
  }

  private onLine(line: string): number {
    const blank = line.search(/[ \t]/);
    const operation = (blank === -1 ? line : line.slice(0, blank)).toUpperCase();
    const words = blank === -1 ? [] : line.slice(blank + 1).split(/[ \t]+/);
    if (!this.user && operation !== 'CONNECT') {
      this.fail('Authorization Violation');
      return -1;
    }
    switch (operation) {
      case 'PUB':
        return this.announce(words);
      case 'PING':
        this.say('PONG\r\n');
        return -1;
      case 'PONG':
        this.pingsOut = 0;
        return -1;
      case 'SUB':
        this.subscribe(words);
        return -1;
      case 'UNSUB':
        this.unsubscribe(words);
        return -1;
      case 'CONNECT':
        this.connect(line.slice(blank + 1));
        return -1;
      default:
        this.fail('Unknown Protocol Operation');
        return -1;
    }
  }

  private connect(options: string): void {
    let login: { user?: unknown; pass?: unknown };
    try {
      const { verbose, echo, user, pass } = JSON.parse(options) as Record<string, unknown>;
      this.verbose = verbose === true;
      this.echo = echo !== false;
      login = { user, pass };
    } catch {
      this.fail('Invalid CONNECT options');
      return;
    }
    if (this.host.users.required) this.user = this.host.users.signIn(login.user, login.pass);
    if (!this.user) {
      this.fail('Authorization Violation');
      return;
    }
    clearTimeout(this.signInLimit);
    this.ok();
  }

  private announce(words: string[]): number {
    const [subject, reply, length] = words.length === 2 ? [words[0], '', words[1]] : words;
    if (words.length > 3 || !subject || !length || !/^\d+$/.test(length)) {
      this.fail('Unknown Protocol Operation');
      return -1;
    }
    if (Number(length) > this.host.maxPayload) {
      this.fail('Maximum Payload Violation');
      return -1;
    }
    this.publication = { subject, reply: reply ?? '' };
    return Number(length);
  }

  private onPayload(payload: Buffer): void {
    const { subject, reply } = this.publication ?? { subject: '', reply: '' };
    if (!mayPublish(this.user!, subject)) {
      this.say(`-ERR 'Permissions Violation for Publish to "${subject}"'\r\n`);
    } else if (isPublishSubject(subject)) {
      this.ok();
      this.router.route(subject, reply, payload, this.echo ? undefined : this);
    } else {
      this.say("-ERR 'Invalid Publish Subject'\r\n");
    }
  }

  private subscribe(words: string[]): void {
    const [subject, queue, sid] = words.length === 2 ? [words[0], undefined, words[1]] : words;
    if (words.length > 3 || !subject || !sid) {
      this.fail('Unknown Protocol Operation');
      return;
    }
    if (!isSubscribeSubject(subject)) {
      this.say("-ERR 'Invalid Subject'\r\n");
      return;
    }
    if (!maySubscribe(this.user!, subject)) {
      this.say(`-ERR 'Permissions Violation for Subscription to "${subject}"'\r\n`);
      return;
    }
    if (!this.subscribers.has(sid)) {
      const subscriber: RemoteSubscriber = {
        subject,
        queue,
        sid,
        owner: this,
        delivered: 0,
        max: 0,
        deliver: (on, reply, payload) => this.deliver(subscriber, on, reply, payload),
      };
      this.subscribers.set(sid, subscriber);
      this.router.subscribe(subscriber);
    }
    this.ok();
  }

  private unsubscribe([sid, max]: string[]): void {
    const subscriber = this.subscribers.get(sid ?? '');
    if (subscriber) {
      subscriber.max = Number(max ?? 0);
      if (subscriber.delivered >= subscriber.max) this.drop(subscriber);
    }
    this.ok();
  }

  private deliver(subscriber: RemoteSubscriber, subject: string, reply: string, payload: Uint8Array): void {
    const replyPart = reply === '' ? '' : `${reply} `;
    this.host.willFlush(this);
    this.output.message(`MSG ${subject} ${subscriber.sid} ${replyPart}${payload.length}\r\n`, payload);
    if (++subscriber.delivered === subscriber.max) this.drop(subscriber);
  }

  private drop(subscriber: RemoteSubscriber): void {
    this.subscribers.delete(subscriber.sid);
    this.router.unsubscribe(subscriber);
  }

  private ok(): void {
    if (this.verbose) this.say('+OK\r\n');
  }

  private say(text: string): void {
    this.host.willFlush(this);
    this.output.text(text);
  }

  /** Tells the client the reason and closes the connection, as NATS does. */
  private fail(reason: string): void {
    this.say(`-ERR '${reason}'\r\n`);
    this.end();
    this.socket.end(this.output.take());
    // otherwise a client that never reads would keep the half-closed socket open for ever
    const { socket } = this;
    setTimeout(() => socket.destroy(), 1_000).unref();
  }

  private end(): void {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.signInLimit);
    this.parser.stop();
    for (const subscriber of this.subscribers.values()) this.router.unsubscribe(subscriber);
    this.subscribers.clear();
    this.host.forget(this);
  }
}
