import type { Stripe, StripeConstructor } from '@stripe/stripe-js';
import type { OpenPayment } from './pay-state';

/** A script that has not come by then does not come any more. */
const PATIENCE_MS = 15_000;

/** Loads the script of the card form. @throws if it does not come. */
export async function loadStripe(payment: OpenPayment): Promise<Stripe> {
  const stripe = await Promise.race([payment.standIn ? ofStandIn(payment) : ofStripe(payment), tooLate()]);
  if (!stripe) throw new Error('the script of the card form is not there');
  return stripe;
}

async function ofStripe({ publishableKey }: OpenPayment): Promise<Stripe | null> {
  const script = await import('@stripe/stripe-js/pure');
  return script.loadStripe(publishableKey);
}

async function ofStandIn({ scriptUrl, publishableKey }: OpenPayment): Promise<Stripe | undefined> {
  const loaded = () => (window as { Stripe?: StripeConstructor }).Stripe;
  if (!loaded()) await loadScript(scriptUrl);
  return loaded()?.(publishableKey);
}

function loadScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement('script'), { src });
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error('the script of the card form did not load'));
    };
    document.head.append(script);
  });
}

function tooLate(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
}
