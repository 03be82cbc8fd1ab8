import { join } from 'node:path';
import { ChildServer, type Command } from '@ticketing/processes';
import { newStripeKeys, type StripeKeys } from './keys.js';

export interface StripeServerOptions extends Partial<StripeKeys> {
  port?: number;
  /** Payments are kept in this directory. Without it they last as long as the process. */
  dir?: string;
  /** Events are sent to this address. */
  webhookUrl?: string;
  /** Only these types of events are sent; without it all. */
  webhookEvents?: readonly string[];
  /** More flags of the program, such as `--webhook-faults`. They win over the flags that this class sets. */
  flags?: readonly string[];
}

const PROGRAM = join(__dirname, '../bin/stripe');

/** The stand-in for Stripe in a process of its own. */
export class StripeServer extends ChildServer {
  readonly name = 'stripe';
  readonly keys: StripeKeys;
  private readonly dir: string | undefined;
  private readonly webhook: readonly string[];
  private readonly flags: readonly string[];

  /** Keys that are not given are made. */
  constructor({ port, dir, webhookUrl, webhookEvents, flags = [], ...keys }: StripeServerOptions = {}) {
    super(port);
    this.dir = dir;
    this.keys = { ...newStripeKeys(), ...keys };
    this.webhook = [
      ...(webhookUrl === undefined ? [] : ['--webhook-url', webhookUrl]),
      ...(webhookEvents === undefined ? [] : ['--webhook-events', webhookEvents.join(',')]),
    ];
    this.flags = flags;
  }

  /** The address for browsers and for services: `localhost` counts as a secure origin in browsers. */
  get url(): string {
    return `http://localhost:${this.port}`;
  }

  protected override command(port: number): Command {
    const { secretKey, publishableKey, webhookSecret } = this.keys;
    const keys = [
      '--secret-key',
      secretKey,
      '--publishable-key',
      publishableKey,
      '--webhook-secret',
      webhookSecret,
    ];
    const dir = this.dir === undefined ? [] : ['--dir', this.dir];
    return {
      file: process.execPath,
      args: [PROGRAM, '--port', String(port), ...keys, ...dir, ...this.webhook, ...this.flags],
    };
  }
}
