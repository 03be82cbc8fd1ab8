import { join } from 'node:path';
import type { NextConfig } from 'next';

const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // not `no-referrer`: browsers would then send `Origin: null` with forms, and they would be refused
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
};

const config: NextConfig = {
  output: 'standalone', // a folder that runs without node_modules beside it
  // optimizes images, of which the site has none; it is native code, and a build is for every kind of processor
  outputFileTracingExcludes: { '**': ['../node_modules/sharp/**', '../node_modules/@img/**'] },
  poweredByHeader: false,
  allowedDevOrigins: ['ticketing.dev'], // where `skaffold dev` serves it
  reactStrictMode: true,
  htmlLimitedBots: /.*/, // everybody gets the title with the page, not from a script after it
  turbopack: { root: join(import.meta.dirname, '..') },
  // `npm run types` checks types, for all workspaces alike; what a build adds to them is not needed there
  typescript: { ignoreBuildErrors: true, tsconfigPath: 'tsconfig.next.json' },
  headers: () =>
    Promise.resolve([
      {
        source: '/:path*',
        headers: Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value })),
      },
    ]),
};

export default config;
