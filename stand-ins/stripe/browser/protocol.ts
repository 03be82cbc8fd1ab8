import type { Appearance, PaymentIntent, StripeError } from '@stripe/stripe-js';

/**
 * The page and the frame of the card fields talk over a MessagePort. The page hands it over with one message to the
 * stand-in's origin, so that no other page can listen or speak.
 */
export const INIT = 'stripe-stand-in:init';

/** The frame of 3-D Secure sends these to the page, which checks their origin and their source. They tell nothing secret. */
export const AUTHENTICATION_ENDED = 'stripe-stand-in:authentication-ended';
export const AUTHENTICATION_CANCELED = 'stripe-stand-in:authentication-canceled';

/** The height of the page in the frame of 3-D Secure, in pixels. */
export interface AuthenticationHeight {
  type: 'stripe-stand-in:authentication-height';
  height: number;
}

export interface Init {
  type: typeof INIT;
  publishableKey: string;
  appearance: Appearance | undefined;
}

export type Result =
  { paymentIntent: PaymentIntent; error?: undefined } | { error: StripeError; paymentIntent?: undefined };

/** The page asks the frame for these. */
export interface Calls {
  confirm: { args: { clientSecret: string; returnUrl: string | undefined }; result: Result };
  validate: { args: undefined; result: StripeError | undefined };
  update: { args: Appearance | undefined; result: undefined };
  focus: { args: undefined; result: undefined };
  blur: { args: undefined; result: undefined };
  clear: { args: undefined; result: undefined };
}

export type CallName = keyof Calls;

export interface Request<N extends CallName = CallName> {
  id: number;
  call: N;
  args: Calls[N]['args'];
}

/** The frame tells the page these. */
export type Told =
  | { id: number; result: Calls[CallName]['result'] }
  | { event: 'ready' | 'focus' | 'blur' | 'escape' | 'enter' }
  | { event: 'change'; complete: boolean; empty: boolean }
  | { event: 'height'; height: number };
