/** Where Stripe's script comes from. The card form of a stand-in has another origin. */
export const STRIPE_ORIGIN = 'https://js.stripe.com';

/** What the page with the card form may load and reach beside this site itself. */
export interface CardFormSources {
  script: string;
  frame: string;
  connect: string;
  /** Where a form may lead. A form without JavaScript leads to the stand-in's page; Stripe has no such page. */
  form?: string;
}

/** Stripe names these in https://docs.stripe.com/security/guide#content-security-policy. */
const STRIPE: CardFormSources = {
  script: `${STRIPE_ORIGIN} https://*.js.stripe.com`,
  frame: `${STRIPE_ORIGIN} https://*.js.stripe.com https://hooks.stripe.com`,
  connect: 'https://api.stripe.com',
};

/** The sources of the card form with this origin; undefined where nothing can be paid. */
export function cardFormSources(origin: string | undefined): CardFormSources | undefined {
  if (origin === undefined) return undefined;
  return origin === STRIPE_ORIGIN ? STRIPE : { script: origin, frame: origin, connect: origin, form: origin };
}
