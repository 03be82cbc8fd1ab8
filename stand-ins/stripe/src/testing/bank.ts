import type Stripe from 'stripe';
import type { Answer, Call, Handler } from '../api/call.js';
import { ok } from '../api/call.js';
import { authenticate } from '../api/confirm.js';
import { cancelIntent, captureIntent, confirmIntent, createIntent } from '../api/payment-intents.js';
import { createRefund } from '../api/refunds.js';
import { Idempotency } from '../http/idempotency.js';
import type { Form } from '../http/parse-form.js';
import { run } from '../http/run.js';
import { lapseAuthorisations } from '../lapse-authorisations.js';
import { Store } from '../store/store.js';

const SILENT = { error: () => undefined, warn: () => undefined, info: () => undefined };
const SETTINGS = {
  url: 'http://localhost:1',
  webhookUrl: undefined,
  webhookEvents: undefined,
  authorisationLastsMs: 1_000_000,
};

/** The API without HTTP: fast enough for thousands of steps. */
export class Bank {
  private store: Store;

  constructor(private readonly directory: string | undefined) {
    this.store = this.open();
  }

  /** Everything that is not in the journal is lost. */
  restart(): void {
    this.store.close();
    this.store = this.open();
  }

  create(form: Form): Answer {
    return this.run(createIntent, [], form);
  }

  confirm(id: string, card: string): Answer {
    return this.run(confirmIntent, [id], { payment_method: card });
  }

  authenticate(id: string, attempt: number, passed: boolean): Answer {
    return this.run((call) => ok(authenticate(call, id, attempt, passed)), [], {});
  }

  capture(id: string, amount: number | undefined): Answer {
    return this.run(captureIntent, [id], amount === undefined ? {} : { amount_to_capture: String(amount) });
  }

  cancel(id: string): Answer {
    return this.run(cancelIntent, [id], {});
  }

  refund(id: string, amount: number): Answer {
    return this.run(createRefund, [], { payment_intent: id, amount: String(amount) });
  }

  /** Lets the time pass in which an authorisation lapses. */
  lapse(): void {
    lapseAuthorisations(this.store, SETTINGS, new Date(Date.now() + 2 * SETTINGS.authorisationLastsMs));
  }

  intent(id: string): Stripe.PaymentIntent {
    return this.record(id).intent;
  }

  attempt(id: string): number {
    return this.record(id).attempt;
  }

  charge(id: string): Stripe.Charge | undefined {
    const { latest_charge: latest } = this.intent(id);
    return this.store.get('charges', (latest as string | null) ?? '');
  }

  refunds(): Stripe.Refund[] {
    return this.store.values('refunds');
  }

  events(): Stripe.Event[] {
    return this.store.values('events');
  }

  close(): void {
    this.store.close();
  }

  private record(id: string) {
    const record = this.store.get('intents', id);
    if (!record) throw new Error(`there is no ${id}`);
    return record;
  }

  private open(): Store {
    return new Store({
      directory: this.directory,
      failed: (error) => {
        throw error;
      },
    });
  }

  private run(handler: Handler, ids: string[], form: Form): Answer {
    const request: Call['request'] = { id: null, idempotency_key: null };
    const context = {
      store: this.store,
      idempotency: new Idempotency(this.store),
      settings: SETTINGS,
      keys: { secretKey: '', publishableKey: '' },
      latencyMs: 0,
      faults: undefined,
      logger: SILENT,
    };
    return run(context, { handler, ids, form, caller: 'secret', request });
  }
}
