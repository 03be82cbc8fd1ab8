import { settingsProblem } from './settings';

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
