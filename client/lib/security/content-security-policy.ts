/** A page loads from and sends to this site only. Scripts run only with the nonce of this one answer. */
export function contentSecurityPolicy(nonce: string, development: boolean): string {
  const inDevelopment = (source: string) => (development ? ` ${source}` : '');
  return [
    "default-src 'self'",
    // React's error messages in development need eval
    `script-src 'nonce-${nonce}' 'strict-dynamic'${inDevelopment("'unsafe-eval'")}`,
    `style-src 'self'${inDevelopment("'unsafe-inline'")}`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The nonce of a policy. */
export function nonceOf(policy: string): string | undefined {
  return /'nonce-([^']+)'/.exec(policy)?.[1];
}
