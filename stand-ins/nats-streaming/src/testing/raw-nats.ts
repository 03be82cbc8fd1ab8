import { connect, type Socket } from 'node:net';
import { within } from './wait.js';

/** A socket that sends NATS commands as written, also those that no client library would send. */
export class RawNats {
  private text = '';
  private closed = false;
  private readonly waiting = new Set<() => void>();

  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk) => {
      this.text += chunk.toString('latin1');
      this.check();
    });
    socket.on('close', () => {
      this.closed = true;
      this.check();
    });
    socket.on('error', () => undefined);
  }

  static async connect(port: number, options: object = { verbose: false }): Promise<RawNats> {
    const raw = new RawNats(connect(port, '127.0.0.1'));
    await raw.until(/^INFO \{.*\} *\r\n/);
    raw.say(`CONNECT ${JSON.stringify(options)}`);
    await raw.roundTrip();
    raw.clear();
    return raw;
  }

  say(line: string): void {
    this.socket.write(`${line}\r\n`);
  }

  publish(subject: string, payload: string | Buffer = '', reply = ''): void {
    const body = Buffer.from(payload);
    this.socket.write(Buffer.concat([Buffer.from(`PUB ${subject} ${reply} ${body.length}\r\n`), body, CRLF]));
  }

  /** Sends a request and waits for its answer. */
  async request(subject: string, payload: Buffer, ms?: number): Promise<Buffer> {
    const inbox = `_INBOX.raw.${Math.random().toString(36).slice(2)}`;
    this.say(`SUB ${inbox} ${inbox}`);
    this.publish(subject, payload, inbox);
    return this.message(inbox, ms);
  }

  /** Waits for a message on a subject and removes it from the text that was heard. */
  async message(subject: string, ms?: number): Promise<Buffer> {
    const head = new RegExp(`MSG ${subject.replaceAll('.', '\\.')} \\S+ (?:\\S+ )?(\\d+)\\r\\n`);
    await this.met(`message on ${subject}`, () => this.payload(head) !== undefined, ms);
    const { body, start, end } = this.payload(head) ?? { body: '', start: 0, end: 0 };
    this.text = this.text.slice(0, start) + this.text.slice(end);
    return Buffer.from(body, 'latin1');
  }

  /** When this resolves, the server has handled all that was sent before. */
  async roundTrip(): Promise<void> {
    const pongs = this.count('PONG\r\n');
    this.say('PING');
    await this.met('PONG', () => this.count('PONG\r\n') > pongs);
  }

  async until(pattern: RegExp, ms?: number): Promise<string> {
    await this.met(String(pattern), () => pattern.test(this.text), ms);
    return this.text;
  }

  async untilClosed(): Promise<string> {
    await this.met('end of the connection', () => this.closed);
    return this.text;
  }

  get heard(): string {
    return this.text;
  }

  clear(): void {
    this.text = '';
  }

  close(): void {
    this.socket.destroy();
  }

  private payload(head: RegExp): { body: string; start: number; end: number } | undefined {
    const found = head.exec(this.text);
    if (!found) return undefined;
    const start = found.index + found[0].length;
    const end = start + Number(found[1]);
    if (this.text.length < end + 2) return undefined;
    return { body: this.text.slice(start, end), start: found.index, end: end + 2 };
  }

  private count(text: string): number {
    return this.text.split(text).length - 1;
  }

  private async met(what: string, condition: () => boolean, ms = 5_000): Promise<void> {
    let check = () => undefined as void;
    const done = new Promise<void>((resolve) => (check = () => (condition() ? resolve() : undefined)));
    this.waiting.add(check);
    check();
    try {
      await within(ms, what, done);
    } finally {
      this.waiting.delete(check);
    }
  }

  private check(): void {
    for (const each of this.waiting) each();
  }
}

const CRLF = Buffer.from('\r\n');
