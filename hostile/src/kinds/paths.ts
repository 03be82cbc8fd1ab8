import * as fc from 'fast-check';
import { hostile, idle, type Kind } from './kind.js';

const AROUND: readonly ((path: string) => string)[] = [
  (path) => `${path}/`,
  (path) => `/${path}`,
  (path) => path.replaceAll('/', '//'),
  (path) => path.replaceAll('/', '\\'),
  (path) => path.replaceAll('/', '%2f').replace('%2f', '/'),
  (path) => path.replaceAll('/', '%5c').replace('%5c', '/'),
  (path) => `${path}/..`,
  (path) => `${path}/../../metrics`,
  (path) => `${path}/%2e%2e/%2e%2e/metrics`,
  (path) => `${path}/..%2f..%2fmetrics`,
  (path) => `${path}/%252e%252e/metrics`,
  (path) => `${path}/..;/metrics`,
  (path) => `${path}%00`,
  (path) => `${path}%00.json`,
  (path) => `${path}%0d%0aSet-Cookie:%20a=b`,
  (path) => `${path}%`,
  (path) => `${path}%ff%fe`,
  (path) => `${path}%c0%af`,
  (path) => `${path};jsessionid=1`,
  (path) => `${path}.json`,
  (path) => `${path}.rsc`,
  (path) => `${path}/${'a'.repeat(5_000)}`,
  (path) => `${path}/${'a/'.repeat(2_000)}`,
  (path) => path.toUpperCase(),
  (path) => path.replace('/api', '/API'),
  (path) => path.replace('/api', '/%61pi'),
  (path) => path.replace('/api', '/./api'),
  (path) => path.replace('/api', '/x/../api'),
  (path) => path.replace(/[0-9a-f]{24}/, '[object%20Object]'),
  (path) => path.replace(/[0-9a-f]{24}/, '%7B%22$ne%22:null%7D'),
  (path) => path.replace(/[0-9a-f]{24}/, '__proto__'),
  (path) => path.replace(/[0-9a-f]{24}/, 'ffffffffffffffffffffffffffffffffffffffff'),
  (path) => path.replace(/([0-9a-f]{24})/, '$1%20'),
  (path) => path.replace(/([0-9a-f]{24})/, '$1%0a'),
  (path) => path.replace(/([0-9a-f]{24})/, '%24$1'),
];

const ELSEWHERE = [
  ...[
    '//evil.example',
    '//evil.example/%2f..',
    '/\\evil.example',
    '/%2f%2fevil.example',
    '/%5cevil.example',
    '///evil.example//',
  ],
  ...[
    '/.env',
    '/.git/config',
    '/package.json',
    '/server.js',
    '/proc/self/environ',
    '/etc/passwd',
    '/../../../../etc/passwd',
  ],
  ...[
    '/_next/../server.js',
    '/_next/static/../../server.js',
    '/_next/static/%2e%2e/%2e%2e/server/app-paths-manifest.json',
  ],
  ...[
    '/_next/image?url=http://evil.example/a.png&w=64&q=75',
    '/_next/image?url=/metrics&w=64&q=75',
    '/_next/data/x/index.json',
  ],
  ...[
    '/_next/static/chunks/..%2f..%2f..%2fserver.js',
    '/_next/webpack-hmr',
    '/__nextjs_original-stack-frame',
    '/_next/trace',
  ],
  ...[
    '/metrics',
    '/metrics/',
    '//metrics',
    '/metrics?x',
    '/%6detrics',
    '/readyz',
    '/readyz/',
    '/api/metrics',
    '/api/users/metrics',
  ],
  ...[
    '/api',
    '/api/',
    '/api//',
    '/api/users',
    '/api/orders/pass-keys/x',
    '/api/payments/webhook/',
    '/api/x',
    '/debug',
    '/admin',
  ],
  ...[
    '/',
    '/?',
    '/#',
    '/*',
    '/%',
    '/%00',
    '/\xff',
    '/_not-found',
    '/_global-error',
    '/favicon.ico',
    '/robots.txt',
  ],
];

/** Paths that a server may read as others, and paths to what nobody may see. */
export const paths: Kind = {
  name: 'paths',
  suits: () => true,
  draw: (target, world, unique) => {
    const draft = idle(target, world, unique);
    const [path = '', query] = draft.target.split('?');
    const around = fc
      .constantFrom(...AROUND)
      .map((change) => change(path) + (query === undefined ? '' : `?${query}`));
    return fc.oneof({ weight: 2, arbitrary: around }, fc.constantFrom(...ELSEWHERE)).map((changed) =>
      hostile({ ...draft, target: changed }, world, {
        what: `path ${JSON.stringify(changed.slice(0, 60))}`,
        must: 'do no harm',
        isUnfinished: /[\x80-\xff]/.test(changed),
      }),
    );
  },
};
