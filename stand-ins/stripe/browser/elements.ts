import type { Appearance, StripeError } from '@stripe/stripe-js';
import { integrationError } from './integration-error.js';
import { PaymentElement } from './payment-element.js';

export interface ElementsOptions {
  clientSecret?: string;
  appearance?: Appearance;
  locale?: string;
  loader?: string;
}

export interface SubmitResult {
  error?: StripeError;
  selectedPaymentMethod?: string;
}

/** The Elements of one payment. There is one kind of Element: `payment`. */
export class Elements {
  readonly clientSecret: string;
  private appearance: Appearance | undefined;
  private element: PaymentElement | undefined;

  constructor(
    private readonly origin: string,
    private readonly publishableKey: string,
    { clientSecret, appearance }: ElementsOptions,
  ) {
    if (!clientSecret)
      throw integrationError('In order to create Elements, the stand-in for Stripe needs a clientSecret.');
    this.clientSecret = clientSecret;
    this.appearance = appearance;
  }

  create(type: string): PaymentElement {
    if (type !== 'payment')
      throw integrationError(`The stand-in for Stripe has no Element of the type ${type}, only payment.`);
    if (this.element)
      throw integrationError(
        'Can only create one Element of type payment through the same elements instance.',
      );
    const { origin, publishableKey } = this;
    const element = new PaymentElement({ origin, publishableKey, appearance: () => this.appearance });
    const destroy = element.destroy.bind(element);
    element.destroy = () => {
      destroy();
      this.element = undefined;
    };
    this.element = element;
    return element;
  }

  getElement(type: unknown): PaymentElement | null {
    return type === 'payment' || type === PaymentElement ? (this.element ?? null) : null;
  }

  update({ appearance }: ElementsOptions): void {
    if (!appearance) return;
    this.appearance = appearance;
    this.element?.update();
  }

  fetchUpdates(): Promise<{ error?: StripeError }> {
    return Promise.resolve({});
  }

  /** Checks what is typed. The Element shows what is wrong. */
  async submit(): Promise<SubmitResult> {
    const error = await this.mounted().ask('validate', undefined);
    return error ? { error } : { selectedPaymentMethod: 'card' };
  }

  mounted(): PaymentElement {
    if (this.element) return this.element;
    throw integrationError('Invalid value for elements: it needs a mounted payment Element.');
  }
}
