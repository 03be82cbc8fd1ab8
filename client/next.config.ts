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
  poweredByHeader: false,
  reactStrictMode: true,
  turbopack: { root: join(import.meta.dirname, '..') },
  typescript: { ignoreBuildErrors: true }, // `npm run types` finds them, for all workspaces alike
  headers: () =>
    Promise.resolve([
      { source: '/:path*', headers: Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value })) },
    ]),
};

export default config;
