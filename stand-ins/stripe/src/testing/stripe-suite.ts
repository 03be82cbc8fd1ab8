import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { StripeServer, type StripeServerOptions } from '../stripe-server.js';

/** With a test key of Stripe, the contract suites run against Stripe itself. */
export const REAL_KEY = process.env['STRIPE_SECRET_KEY']?.startsWith('sk_test_')
  ? process.env['STRIPE_SECRET_KEY']
  : undefined;

let used = 0;

/** A text that no other test, of this run or another, uses. */
export function unique(prefix: string): string {
  return `${prefix}-${process.pid}-${Date.now().toString(36)}-${++used}`;
}

/** A client of the unmodified package. It does not repeat failed requests, so that tests see each answer. */
export function clientOf(server: StripeServer, key = server.keys.secretKey): Stripe {
  return new Stripe(key, {
    host: 'localhost',
    port: server.port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

/** Keeps the servers and directories of a suite, and removes them at the end. */
export class StripeSuite {
  private readonly servers: StripeServer[] = [];
  private readonly directories: string[] = [];

  async server(options: StripeServerOptions = {}): Promise<StripeServer> {
    const server = new StripeServer(options);
    this.servers.push(server);
    await server.start();
    return server;
  }

  /** A client of Stripe's test mode when there is a key, else of a new stand-in. */
  async contractClient(): Promise<Stripe> {
    if (REAL_KEY !== undefined) return new Stripe(REAL_KEY, { maxNetworkRetries: 2 });
    process.stderr.write(
      'Contract of Stripe: the stand-in only, because STRIPE_SECRET_KEY has no sk_test_ key\n',
    );
    return clientOf(await this.server());
  }

  directory(): string {
    const directory = mkdtempSync(join(tmpdir(), 'stripe-'));
    this.directories.push(directory);
    return directory;
  }

  async end(): Promise<void> {
    await Promise.all(this.servers.splice(0).map((server) => server.kill()));
    for (const directory of this.directories.splice(0)) rmSync(directory, { recursive: true, force: true });
  }
}

/** The refusal that a call fails with. */
export async function failure(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('the call did not fail');
}

/** A payment of 19.99 dollars whose money is only reserved when the card is confirmed. */
export function createManual(
  stripe: Stripe,
  more: Partial<Stripe.PaymentIntentCreateParams> = {},
  options: Stripe.RequestOptions = {},
): Promise<Stripe.PaymentIntent> {
  const params = { amount: 1999, currency: 'usd', capture_method: 'manual' };
  return stripe.paymentIntents.create(
    { ...params, allowed_payment_method_types: ['card'], ...more },
    options,
  );
}
