/** What a page may load and where it may send: itself only, and scripts only with the nonce of this one answer. */
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
