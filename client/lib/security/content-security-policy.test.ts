import { contentSecurityPolicy } from './content-security-policy';

it('lets no script run without the nonce, and nothing inline', () => {
  const policy = contentSecurityPolicy('abc', false);
  expect(policy).toContain("script-src 'nonce-abc' 'strict-dynamic';");
  expect(policy).not.toContain('unsafe');
});
