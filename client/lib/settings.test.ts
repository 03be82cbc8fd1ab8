import { settingsProblem, tracesTo } from './settings';

const withKey = (value: string | undefined) => settingsProblem({ NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: value });

it('accepts a key of 32 bytes', () => {
  expect(withKey(Buffer.alloc(32, 7).toString('base64'))).toBeUndefined();
});

it.each([undefined, ''])('names the key that is missing (%j) and says how to make one', (value) => {
  expect(withKey(value)).toMatch(/^NEXT_SERVER_ACTIONS_ENCRYPTION_KEY is missing .*openssl rand -base64 32/);
});

it.each([
  'short',
  Buffer.alloc(31).toString('base64'),
  Buffer.alloc(33).toString('base64'),
  `${Buffer.alloc(32).toString('base64')}\n`,
  Buffer.alloc(32).toString('hex'),
])('refuses %j as a key, and keeps it to itself', (value) => {
  expect(withKey(value)).toMatch(
    /^NEXT_SERVER_ACTIONS_ENCRYPTION_KEY is not valid: must be 32 bytes in base64/,
  );
  expect(withKey(value)).not.toContain(value.trim());
});

it('refuses a receiver of traces without a protocol, and a part of them over 1', () => {
  const key = { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64') };
  const good = {
    ...key,
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318',
    OTEL_TRACES_SAMPLER_ARG: '0.1',
  };
  expect(settingsProblem(good)).toBeUndefined();
  expect(tracesTo(good)).toEqual({ endpoint: 'http://localhost:4318', ratio: 0.1 });
  expect(tracesTo(key)).toBeUndefined();
  const bad = { ...key, OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318', OTEL_TRACES_SAMPLER_ARG: '10' };
  expect(settingsProblem(bad)).toMatch(
    /^OTEL_EXPORTER_OTLP_ENDPOINT is not valid.*OTEL_TRACES_SAMPLER_ARG is not valid/,
  );
});

describe('the origin of the card form', () => {
  const NEXT_SERVER_ACTIONS_ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64');
  const withOrigin = (STRIPE_FORM_ORIGIN: string) =>
    settingsProblem({ NEXT_SERVER_ACTIONS_ENCRYPTION_KEY, STRIPE_FORM_ORIGIN });

  it.each(['', 'https://js.stripe.com', 'http://localhost:4242'])('may be %j', (origin) => {
    expect(withOrigin(origin)).toBeUndefined();
  });

  it.each([
    'js.stripe.com',
    'https://js.stripe.com/',
    'https://js.stripe.com; script-src *',
    'https://*.stripe.com/v3/',
    "'unsafe-inline'",
  ])('is no %j', (origin) => {
    expect(withOrigin(origin)).toMatch(/^STRIPE_FORM_ORIGIN is not valid: must be an origin/);
  });
});
