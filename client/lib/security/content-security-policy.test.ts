import { contentSecurityPolicy } from './content-security-policy';

it('lets no script run without the nonce and no inline code', () => {
  const policy = contentSecurityPolicy('abc', false);
  expect(policy).toContain("script-src 'nonce-abc' 'strict-dynamic';");
  expect(policy).not.toContain('unsafe');
});
