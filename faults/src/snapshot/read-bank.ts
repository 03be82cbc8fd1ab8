import type { State } from '@ticketing/local';
import type { IntentState } from './snapshot.js';

const PAGE = 100;
const LIMIT_MS = 10_000;

/** Reads every PaymentIntent and refund from the bank, with the secret key. */
export async function readBank({ url, secretKey }: NonNullable<State['stripe']>): Promise<IntentState[]> {
  const intents = await readAll<StoredIntent>(`${url}/v1/payment_intents`, secretKey);
  const refunds = await readAll<StoredRefund>(`${url}/v1/refunds`, secretKey);
  return intents.map(({ id, status, amount, amount_received, metadata }) => {
    const own = refunds.filter((refund) => refund.payment_intent === id && refund.status === 'succeeded');
    const refunded = own.reduce((sum, refund) => sum + refund.amount, 0);
    return { id, status, amount, received: amount_received, refunded, metadata };
  });
}

interface StoredIntent {
  id: string;
  status: string;
  amount: number;
  amount_received: number;
  metadata: IntentState['metadata'];
}

interface StoredRefund {
  id: string;
  payment_intent: string;
  amount: number;
  status: string;
}

async function readAll<T extends { id: string }>(url: string, secretKey: string): Promise<T[]> {
  const all: T[] = [];
  for (;;) {
    const last = all.at(-1);
    const answer = await fetch(`${url}?limit=${PAGE}${last ? `&starting_after=${last.id}` : ''}`, {
      headers: { authorization: `Bearer ${secretKey}` },
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    if (!answer.ok) throw new Error(`the bank answered ${answer.status}`);
    const { data, has_more } = (await answer.json()) as { data: T[]; has_more: boolean };
    all.push(...data);
    if (!has_more) return all;
  }
}
