import type { System } from '@ticketing/local';

/** What the bank knows about a payment, in the fields of Stripe's PaymentIntent. Amounts are in cents. */
export interface BankIntent {
  id: string;
  status: string;
  amount: number;
  amount_received: number;
  currency: string;
  metadata: Record<string, string>;
}

export interface BankRefund {
  id: string;
  amount: number;
  payment_intent: string;
  status: string;
}

interface Page<T> {
  data: T[];
  has_more: boolean;
}

/** The store of the stand-in for Stripe, which is the bank of a running system. It is read by Stripe's API. */
export class Bank {
  constructor(private readonly system: System) {}

  intents(): Promise<BankIntent[]> {
    return this.all('payment_intents');
  }

  refunds(): Promise<BankRefund[]> {
    return this.all('refunds');
  }

  /** The PaymentIntents of an order. */
  async intentsOf(orderId: string): Promise<BankIntent[]> {
    return (await this.intents()).filter(({ metadata }) => metadata.orderId === orderId);
  }

  private async all<T extends { id: string }>(what: string): Promise<T[]> {
    const { stripe } = this.system.state();
    if (!stripe) throw new Error('the system uses real Stripe, whose books tests do not read');
    const found: T[] = [];
    for (let more = true; more;) {
      const last = found.at(-1);
      const from = last ? `&starting_after=${last.id}` : '';
      const response = await fetch(`${stripe.url}/v1/${what}?limit=100${from}`, {
        headers: { authorization: `Bearer ${stripe.secretKey}` },
        signal: AbortSignal.timeout(30_000),
      });
      if (!response.ok) throw new Error(`the bank answered ${response.status}: ${await response.text()}`);
      const page = (await response.json()) as Page<T>;
      found.push(...page.data);
      more = page.has_more;
    }
    return found;
  }
}
