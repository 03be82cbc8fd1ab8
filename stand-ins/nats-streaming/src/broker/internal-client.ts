import { randomBytes } from 'node:crypto';
import type { Logger } from '../logger.js';
import type { Router, Subscriber } from './router.js';

export type MessageHandler = (payload: Buffer, reply: string, subject: string) => void;
export type NatsSubscription = { unsubscribe(): void };
/** The three outcomes of a request. There are no responders when nobody listens on its subject. */
export type RequestOutcome = 'answered' | 'timed out' | 'no responders';

const EMPTY = Buffer.alloc(0);

/** A client of core NATS without a socket: the streaming layer sends and hears its messages through it. */
export class InternalClient {
  private readonly inboxPrefix = `_INBOX.${randomBytes(11).toString('hex')}`;
  private readonly requests = new Map<string, (outcome: RequestOutcome) => void>();
  private requestCount = 0;

  constructor(
    private readonly router: Router,
    private readonly logger: Logger,
  ) {
    this.subscribe(`${this.inboxPrefix}.*`, (_payload, _reply, inbox) =>
      this.requests.get(inbox)?.('answered'),
    );
  }

  subscribe(subject: string, handler: MessageHandler): NatsSubscription {
    const subscriber: Subscriber = {
      subject,
      queue: undefined,
      owner: this,
      deliver: (on, reply, payload) => {
        try {
          handler(payload, reply, on);
        } catch (error) {
          // a bad message of one client must not end the server for all clients
          this.logger.error(`Unable to handle a message on ${on}: ${String(error)}`);
        }
      },
    };
    this.router.subscribe(subscriber);
    return { unsubscribe: () => this.router.unsubscribe(subscriber) };
  }

  /**
   * The server does not get its own messages. Otherwise a client could start an endless loop: it would only have to
   * name one of the server's subjects as its inbox.
   */
  publish(subject: string, payload: Buffer): void {
    if (subject !== '') this.router.route(subject, '', payload, this);
  }

  /** Sends an empty request and reports the outcome. The content of the answer does not matter. */
  request(subject: string, timeoutMs: number, done: (outcome: RequestOutcome) => void): void {
    const inbox = `${this.inboxPrefix}.${++this.requestCount}`;
    const settle = (outcome: RequestOutcome) => {
      clearTimeout(timer);
      if (this.requests.delete(inbox)) done(outcome);
    };
    const timer = setTimeout(() => settle('timed out'), timeoutMs);
    this.requests.set(inbox, settle);
    if (this.router.route(subject, inbox, EMPTY, this) === 0) settle('no responders');
  }
}
