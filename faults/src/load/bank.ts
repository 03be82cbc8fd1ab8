import type { System } from '@ticketing/local';
import {
  CARDS,
  confirmCard,
  type IntentBody,
  type PaymentBody,
  type PaymentsConfig,
} from '@ticketing/e2e/testing';
import type { Recorder } from '../history.js';

/** Test cards, by name. */
export type Card = keyof typeof CARDS;

const LIMIT_MS = 30_000;

/** The bank as a buyer's browser sees it: no fault of the links between our servers disturbs it. */
export class Bank {
  constructor(
    private readonly system: System,
    private readonly recorder: Recorder,
  ) {}

  /** Sends a card for an open payment, and passes the check of 3-D Secure if the card wants one. */
  async confirm(run: number, actor: string, payment: PaymentBody, card: Card): Promise<string | undefined> {
    const startedAt = Date.now();
    const outcome = await this.send(payment, card).catch(() => undefined);
    const { id: paymentId, orderId } = payment;
    this.recorder.add('confirmations', {
      run,
      actor,
      orderId,
      paymentId,
      card,
      startedAt,
      endedAt: Date.now(),
      ...(outcome === undefined ? {} : { outcome }),
    });
    return outcome;
  }

  /** Somebody with the secret key works at the bank, past the payments service. */
  async byHand(path: string, body: Record<string, string> = {}): Promise<void> {
    const { url, secretKey } = this.system.state().stripe!;
    const at = Date.now();
    // the intent may have changed meanwhile: then the bank refuses
    const answer = await fetch(`${url}/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secretKey}` },
      body: new URLSearchParams(body),
      signal: AbortSignal.timeout(LIMIT_MS),
    }).catch(() => undefined);
    const made = (answer?.ok ? await answer.json() : {}) as { id?: string; payment_intent?: string };
    const intent = made.payment_intent ?? made.id ?? /pi_\w+/.exec(path)?.[0] ?? body.payment_intent;
    this.recorder.add('handWorks', { at, what: path, ...(intent === undefined ? {} : { intent }) });
  }

  private async send(payment: PaymentBody, card: Card): Promise<string | undefined> {
    const { url: apiUrl, publishableKey } = this.system.state().stripe!;
    const config = { apiUrl, publishableKey, scriptUrl: '', standIn: true };
    const { body } = await confirmCard(config, payment, CARDS[card]);
    const last = body.status === 'requires_action' ? await passThreeDSecure(config, payment) : body;
    return last.status ?? last.error?.decline_code ?? last.error?.code ?? last.error?.type;
  }
}

/** Presses the button on the page of the buyer's bank, and asks how the PaymentIntent stands then. */
async function passThreeDSecure(
  { apiUrl, publishableKey }: PaymentsConfig,
  { clientSecret = '' }: PaymentBody,
): Promise<IntentBody> {
  const [intent] = clientSecret.split('_secret_');
  const signal = AbortSignal.timeout(LIMIT_MS);
  await fetch(`${apiUrl}/3ds/${intent}`, {
    method: 'POST',
    body: new URLSearchParams({ client_secret: clientSecret, outcome: 'complete' }),
    redirect: 'manual',
    signal,
  });
  const query = new URLSearchParams({ key: publishableKey, client_secret: clientSecret });
  const answer = await fetch(`${apiUrl}/v1/payment_intents/${intent}?${query}`, { signal });
  return (await answer.json()) as IntentBody;
}
