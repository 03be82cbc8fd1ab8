import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { getOrder, refreshPayment } from '../api';

/** Without faults a payment settles within a second. A buyer without JavaScript would have to load the page again. */
const PATIENCE_MS = 3_000;
const PAUSE_MS = 200;

/** Looks how a payment stands, and waits a little until its order has ended well or badly. */
export async function untilSettled(orderId: string, paymentId: string): Promise<void> {
  const stopped = new AbortController();
  await Promise.race([
    settle(orderId, paymentId, stopped.signal),
    sleep(PATIENCE_MS, undefined, { ref: false }),
  ]);
  stopped.abort();
}

async function settle(orderId: string, paymentId: string, signal: AbortSignal): Promise<void> {
  const payment = await refreshPayment(paymentId);
  // nothing follows while the buyer has not confirmed a card
  if (!payment.ok || payment.value.orderId !== orderId || payment.value.status === 'open') return;
  while (!signal.aborted) {
    const order = await getOrder(orderId);
    if (!order.ok || order.value.status === 'complete' || order.value.status === 'cancelled') return;
    await sleep(PAUSE_MS, undefined, { ref: false });
  }
}
