import { textLike, urlOf } from '@ticketing/common/service';

/** A key of Stripe begins with its kind and its mode. */
const keyOf = (...kinds: string[]) =>
  textLike(
    new RegExp(`^(${kinds.join('|')})_\\w{8,}$`),
    `must begin with ${kinds.map((kind) => `${kind}_`).join(' or ')}`,
  );

/** The settings of a Stripe account. */
export const stripeSettings = {
  STRIPE_SECRET_KEY: keyOf(
    'sk_test',
    'sk_live',
    'rk_test',
    'rk_live',
  )({
    desc: 'the secret key of the Stripe account, or a restricted one: https://dashboard.stripe.com/apikeys',
  }),
  STRIPE_PUBLISHABLE_KEY: keyOf('pk_test', 'pk_live')({ desc: 'the publishable key of the same account' }),
  STRIPE_WEBHOOK_SECRET: keyOf('whsec')({
    desc: 'the signing secret of the webhook that calls /api/payments/webhook',
  }),
  STRIPE_API_URL: urlOf(
    'http:',
    'https:',
  )({ default: '', desc: 'where the stand-in for Stripe is; without it, Stripe itself is used' }),
};

interface Given {
  readonly STRIPE_SECRET_KEY: string;
  readonly STRIPE_PUBLISHABLE_KEY: string;
  readonly STRIPE_API_URL: string;
  readonly ALLOW_TEST_PAYMENTS: boolean;
}

const isTest = (key: string) => /^[a-z]+_test_/.test(key);

/** The settings that do not fit together, each with what to do. */
export function problemsOf(given: Given): string[] {
  const { STRIPE_SECRET_KEY: secret, STRIPE_PUBLISHABLE_KEY: publishable, STRIPE_API_URL: url } = given;
  const problems: string[] = [];
  if (isTest(secret) !== isTest(publishable)) {
    problems.push(
      'STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY are of different modes: take both from test mode, or both from live mode',
    );
  }
  if (url !== '' && !isTest(secret)) {
    problems.push(
      'STRIPE_SECRET_KEY is a live key, which is for Stripe alone: leave out STRIPE_API_URL, or use a test key',
    );
  }
  if (!given.ALLOW_TEST_PAYMENTS && isTest(secret)) {
    problems.push(
      'STRIPE_SECRET_KEY is a test key, so tickets would be sold and nobody would pay: set a live key, or ALLOW_TEST_PAYMENTS=true where no real money is taken',
    );
  }
  if (!given.ALLOW_TEST_PAYMENTS && url !== '') {
    problems.push(
      'STRIPE_API_URL leads to a stand-in for Stripe, so nobody would pay: leave it out, or set ALLOW_TEST_PAYMENTS=true where no real money is taken',
    );
  }
  return problems;
}
