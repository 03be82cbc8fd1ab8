import { contentSecurityPolicy } from './content-security-policy';
import { permissionsPolicy } from './permissions-policy';

const policy = (formOrigin?: string) =>
  contentSecurityPolicy({ nonce: 'abc', development: false, formOrigin }).split('; ');

it('lets no script run without the nonce and no inline code', () => {
  expect(policy()).toContain("script-src 'nonce-abc' 'strict-dynamic'");
  expect(policy().join()).not.toContain('unsafe');
});

it('names this site alone where nothing can be paid', () => {
  expect(policy()).toEqual(
    expect.arrayContaining(["connect-src 'self'", "frame-src 'none'", "form-action 'self'"]),
  );
  expect(policy().join()).not.toContain('http');
});

it('lets the page show the card form of the stand-in, and forms lead there', () => {
  const origin = 'http://localhost:4242';
  const stripe = policy(origin);
  expect(stripe).toEqual(
    expect.arrayContaining([
      `connect-src 'self' ${origin}`,
      `frame-src ${origin}`,
      `form-action 'self' ${origin}`,
    ]),
  );
  expect(stripe.join()).not.toContain('stripe.com');
});

it('lets the page show Stripe’s card form, and no form lead there', () => {
  expect(policy('https://js.stripe.com')).toEqual(
    expect.arrayContaining([
      "script-src 'nonce-abc' 'strict-dynamic' https://js.stripe.com https://*.js.stripe.com",
      "connect-src 'self' https://api.stripe.com",
      'frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com',
      "form-action 'self'",
    ]),
  );
});

it.each([
  [undefined, '()'],
  ['http://localhost:4242', '()'],
  ['https://js.stripe.com', '(self "https://js.stripe.com")'],
])('with the card form at %s, the browser tells %s how it could pay', (origin, list) => {
  expect(permissionsPolicy(origin)).toBe(`camera=(), geolocation=(), microphone=(), payment=${list}`);
});
