import { paidPath } from './paid-path';

interface Begun {
  /** Stripe makes it of the PaymentIntent's id and a secret part. */
  clientSecret: string;
  /** The origin of this site, as the visitor's browser knows it. */
  origin: string;
  orderId: string;
  paymentId: string;
}

/** The address of the stand-in's own form, for a buyer without JavaScript. It leads back to this site. */
export function hostedFormUrl(apiUrl: string, { clientSecret, origin, orderId, paymentId }: Begun): string {
  const [intent = ''] = clientSecret.split('_secret');
  const url = new URL(`/pay/${encodeURIComponent(intent)}`, apiUrl);
  url.searchParams.set('client_secret', clientSecret);
  url.searchParams.set('return_url', origin + paidPath(orderId, paymentId));
  return url.href;
}
