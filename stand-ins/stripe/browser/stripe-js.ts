import type { PaymentIntent, StripeConstructor } from '@stripe/stripe-js';
import { authenticate, retrieve, type Account } from './authenticate.js';
import { Elements, type ElementsOptions } from './elements.js';
import { absent, integrationError } from './integration-error.js';
import type { Result } from './protocol.js';

interface ConfirmOptions {
  elements?: Elements;
  clientSecret?: string;
  confirmParams?: { return_url?: string };
  redirect?: 'always' | 'if_required';
}

const script = document.currentScript as HTMLScriptElement | null;
const ORIGIN = new URL(script?.src ?? location.href).origin;

/** What the stand-in has of https://js.stripe.com. It says so when a page asks for more. */
class StripeStandIn {
  readonly createToken = absent('createToken');
  readonly createPaymentMethod = absent('createPaymentMethod');
  readonly createConfirmationToken = absent('createConfirmationToken');
  readonly confirmCardPayment = absent('confirmCardPayment');
  readonly confirmSetup = absent('confirmSetup');
  readonly paymentRequest = absent('paymentRequest');
  private readonly account: Account;

  constructor(publishableKey: string) {
    this.account = { origin: ORIGIN, publishableKey };
  }

  elements(options: ElementsOptions = {}): Elements {
    return new Elements(this.account.origin, this.account.publishableKey, options);
  }

  async confirmPayment({ elements, clientSecret, confirmParams, redirect }: ConfirmOptions): Promise<Result> {
    if (!elements) throw integrationError('The stand-in for Stripe confirms only with elements.');
    const secret = clientSecret ?? elements.clientSecret;
    const returnUrl = confirmParams?.return_url;
    if (!returnUrl && redirect !== 'if_required')
      throw integrationError('confirmPayment needs confirmParams.return_url unless redirect is if_required.');
    const confirmed = await elements.mounted().ask('confirm', { clientSecret: secret, returnUrl });
    const result = await authenticate(this.account, secret, confirmed);
    if (!result.paymentIntent || redirect === 'if_required' || !returnUrl) return result;
    return leaveFor(returnUrl, result.paymentIntent);
  }

  retrievePaymentIntent(clientSecret: string): Promise<Result> {
    return retrieve(this.account, clientSecret);
  }

  async handleNextAction({ clientSecret }: { clientSecret: string }): Promise<Result> {
    return authenticate(this.account, clientSecret, await this.retrievePaymentIntent(clientSecret));
  }

  registerAppInfo(): void {
    // Only Stripe counts which programs use its script
  }

  _registerWrapper(): void {
    // Like registerAppInfo
  }
}

/** The secret is left out, though Stripe adds it: it belongs into no address of the shop. */
function leaveFor(returnUrl: string, { id }: PaymentIntent): Promise<never> {
  const url = new URL(returnUrl, location.href);
  url.searchParams.set('payment_intent', id);
  url.searchParams.set('redirect_status', 'succeeded');
  location.assign(url);
  return new Promise(() => undefined);
}

function Stripe(publishableKey: string): StripeStandIn {
  if (!publishableKey.startsWith('pk_test_'))
    throw integrationError('The stand-in for Stripe needs a publishable key that begins with pk_test_.');
  return new StripeStandIn(publishableKey);
}

(window as unknown as { Stripe: StripeConstructor }).Stripe = Object.assign(Stripe, {
  version: 'stand-in',
}) as unknown as StripeConstructor;
