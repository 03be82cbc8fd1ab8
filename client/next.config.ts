import { join } from 'node:path';
import type { NextConfig } from 'next';

const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // with `no-referrer` browsers would send `Origin: null` with forms, and the proxy would refuse them
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/** A browser that was here over https asks for no page of this site without it from then on. The services say the same. */
const STRICT_TRANSPORT_SECURITY = {
  key: 'Strict-Transport-Security',
  value: 'max-age=31536000; includeSubDomains',
};
/** The proxy in front says how the browser came. Each proxy of a chain may add its own protocol. */
const OVER_HTTPS = { type: 'header' as const, key: 'x-forwarded-proto', value: '\\s*https\\s*(,.*)?' };

const config: NextConfig = {
  output: 'standalone', // builds a folder that runs without node_modules beside it
  // sharp optimizes images, and the site has none. It is native code, and a build is for every kind of processor.
  outputFileTracingExcludes: { '**': ['../node_modules/sharp/**', '../node_modules/@img/**'] },
  poweredByHeader: false,
  experimental: { proxyClientMaxBodySize: '1mb' }, // as much as an action may get
  allowedDevOrigins: ['ticketing.dev'], // `skaffold dev` serves the site there
  reactStrictMode: true,
  htmlLimitedBots: /.*/, // every browser gets the title with the page and not from a later script
  turbopack: { root: join(import.meta.dirname, '..') },
  // `npm run types` checks the types of all workspaces; it does not need what a build adds to them
  typescript: { ignoreBuildErrors: true, tsconfigPath: 'tsconfig.next.json' },
  headers: () =>
    Promise.resolve([
      {
        source: '/:path*',
        headers: Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value })),
      },
      { source: '/:path*', has: [OVER_HTTPS], headers: [STRICT_TRANSPORT_SECURITY] },
    ]),
};

export default config;
