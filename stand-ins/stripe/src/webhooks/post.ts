import type { Logger } from '../logger.js';
import { signatureHeader } from './signature.js';

const TIME_LIMIT_MS = 10_000;

/** Sends a signed body. Resolves to true when the endpoint answered 2xx in time. A redirect counts as a failure. */
export async function post(url: string, body: string, secret: string, logger: Logger): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signatureHeader(body, secret, new Date()),
        'user-agent': 'Stripe/1.0 (stand-in)',
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
    await response.arrayBuffer(); // frees the connection
    return response.ok;
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } };
    logger.warn(`webhook not delivered: ${cause?.code ?? message}`);
    return false;
  }
}
