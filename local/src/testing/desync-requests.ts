/** A request that an attacker hides in another one, to be read with the next visitor's connection. */
export const HIDDEN = 'GET /api/orders/hidden HTTP/1.1\r\nHost: x\r\n\r\n';
const LENGTH = HIDDEN.length;
const CHUNKED = `${LENGTH.toString(16)}\r\n${HIDDEN}\r\n0\r\n\r\n`;

/** How the gateway must treat a request: refuse it, or hand it on as one request with all of `HIDDEN` in its body. */
export type Expected = 'refused' | 'once';

function request(method: string, fields: string[], body = '', version = '1.1'): string {
  return `${method} /api/orders/outer HTTP/${version}\r\n${['Host: x', ...fields].map((f) => `${f}\r\n`).join('')}\r\n${body}`;
}
const post = (...fields: string[]) => request('POST', fields, HIDDEN);
const chunked = (...fields: string[]) => request('POST', fields, CHUNKED);
const length = `Content-Length: ${LENGTH}`;
const CODING = 'Transfer-Encoding: chunked';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'REPORT', 'QUERY'];
const OBFUSCATED = [
  'Transfer-Encoding: xchunked',
  'Transfer-Encoding : chunked',
  'Transfer-Encoding: chunked, identity',
  'Transfer-Encoding: identity, chunked',
  'Transfer-Encoding: identity',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: chunked;q=1',
  'Transfer-Encoding: "chunked"',
  'Transfer-Encoding: chun\tked',
  'Transfer-Encoding: \x0bchunked',
  'Transfer-Encoding: chunked\x00',
  'Transfer-Encoding: chunked\xa0',
  'Transfer-Encoding:\r\n chunked',
  'Transfer-Encoding\r\n: chunked',
  ' Transfer-Encoding: chunked',
  '\tTransfer-Encoding: chunked',
  'X: y\nTransfer-Encoding: chunked',
  'X: y\rTransfer-Encoding: chunked',
  'X: y\r\r\nTransfer-Encoding: chunked',
  'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity',
  'Transfer-Encoding: identity\r\nTransfer-Encoding: chunked',
  'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked',
  'Transfer-Encoding:',
  'Transfer-Encoding: ,chunked',
  'Transfer-Encoding: chunked,',
];
const LENGTHS = [
  `Content-Length: +${LENGTH}`,
  `Content-Length: -${LENGTH}`,
  `Content-Length: 0x${LENGTH.toString(16)}`,
  `Content-Length: ${LENGTH}.0`,
  `Content-Length: ${LENGTH}e0`,
  `Content-Length: ${LENGTH} 0`,
  `Content-Length: 4_4`,
  `Content-Length: ${LENGTH}, ${LENGTH}`,
  `Content-Length: ${LENGTH}, 0`,
  `Content-Length: 0, ${LENGTH}`,
  'Content-Length:',
  'Content-Length: 99999999999999999999999999',
  `Content-Length : ${LENGTH}`,
  `Content-Length:\r\n ${LENGTH}`,
  ` Content-Length: ${LENGTH}`,
  `Content-Length: \x0b${LENGTH}`,
  `Content-Length: ${LENGTH}\r\nContent-Length: ${LENGTH}`,
  `Content-Length: ${LENGTH}\r\nContent-Length: 0`,
  `Content-Length: 0\r\nContent-Length: ${LENGTH}`,
  `X: y\nContent-Length: ${LENGTH}`,
  `X: y\rContent-Length: ${LENGTH}`,
];
const NAMED = [
  'content-length',
  'Content-Length',
  'transfer-encoding',
  'host',
  'cookie',
  'authorization',
  'origin',
  'content-type',
  'x-forwarded-for',
  'x-forwarded-host',
  'idempotency-key',
  'next-action',
  'keep-alive, content-length',
  'close, content-length',
  'content-length,close',
  ' ,, content-length',
  'Upgrade, content-length',
];

const all = (expected: Expected, name: string, requests: string[]): [string, Expected, string][] =>
  requests.map((bytes) => [`${name}: ${shown(bytes)}`, expected, bytes]);
const shown = (bytes: string) =>
  JSON.stringify(bytes.split(HIDDEN)[0]?.replace(/^(\w+) \S+ HTTP\/(\S+)\r\nHost: x\r\n/, '$1 $2 '));

export const DESYNC_REQUESTS: [name: string, expected: Expected, bytes: string][] = [
  ...all(
    'once',
    'a plain body',
    METHODS.map((method) => request(method, [length], HIDDEN)),
  ),
  ...all(
    'once',
    'a chunked body',
    METHODS.map((method) => request(method, [CODING], CHUNKED)),
  ),
  ...all('once', 'other spellings of a coding', [chunked('transfer-ENCODING: Chunked')]),
  ...all('once', 'chunk extensions', [chunked(CODING).replace(`\r\n${HIDDEN}`, `;a=b;c="d"\r\n${HIDDEN}`)]),
  ...all('once', 'trailers', [
    chunked(CODING, 'Trailer: X-End').replace(/0\r\n\r\n$/, '0\r\nX-End: 1\r\n\r\n'),
  ]),
  ...all('once', 'leading zeros', [
    chunked(CODING).replace(CHUNKED, `000${CHUNKED}`),
    post(`Content-Length: 000${LENGTH}`),
  ]),
  ...all('refused', 'CL.TE and TE.CL', [
    post(length, CODING),
    post(CODING, length),
    chunked('Content-Length: 3', CODING),
    chunked(CODING, 'Content-Length: 0'),
    request('GET', ['Content-Length: 4', CODING], CHUNKED),
  ]),
  ...all(
    'refused',
    'TE.TE',
    OBFUSCATED.map((field) => chunked(field)),
  ),
  ...all(
    'refused',
    'TE.TE with a length',
    OBFUSCATED.filter((field) => field.includes('chunked')).map((field) => post(length, field)),
  ),
  ...all(
    'refused',
    'a length that is none',
    LENGTHS.map((field) => post(field)),
  ),
  ...all(
    'refused',
    'Connection',
    NAMED.flatMap((names) => [post(`Connection: ${names}`, length), chunked(`Connection: ${names}`, CODING)]),
  ),
  ...all('refused', 'Connection, without the header', [request('GET', ['Connection: content-length'])]),
  ...all('refused', 'Connection, twice', [
    post('Connection: keep-alive', 'Connection: content-length', length),
  ]),
  ...all(
    'refused',
    'TE.0',
    METHODS.map((method) => request(method, [CODING, 'Connection: transfer-encoding'], CHUNKED)),
  ),
  ...all('refused', 'HTTP/1.0', [
    request('POST', [CODING], CHUNKED, '1.0'),
    request('POST', [CODING, 'Connection: keep-alive'], CHUNKED, '1.0'),
  ]),
  ...all(
    'refused',
    'another version',
    ['0.9', '1.2', '2.0', '1', '11'].map((version) => request('GET', [], '', version)),
  ),
  ...all('refused', 'hosts', [
    request('GET', ['Host: y']),
    request('GET', ['host: x']),
    ...['x y', 'x,y', 'x/y', 'x@y', 'x:y', '', 'x:1:2', 'x\\y', '[::1', 'x?y', 'x#y'].map((host) =>
      request('GET', []).replace('Host: x', `Host: ${host}`),
    ),
    request('GET', []).replace('Host: x\r\n', ''),
    request('GET', [' folded: Host: y']),
  ]),
  ...all('refused', 'two types of a body', [
    post(length, 'Content-Type: application/json', 'Content-Type: text/plain'),
    post(length, 'Content-Type: text/plain', 'content-type: application/json'),
  ]),
  ...all('refused', 'targets', [
    ...[
      'http://evil.example/api/orders/hidden',
      'http://x/api/orders',
      '*',
      'x:443',
      '',
      '/a b',
      '/api/orders/../hidden',
      '//',
      '/\x00',
    ]
      .filter((target) => target !== '//')
      .map((target) => request('GET', []).replace('/api/orders/outer', target)),
    request('OPTIONS', []).replace('/api/orders/outer', '*'),
  ]),
  ...all('refused', 'methods', [
    request('TRACE', []),
    request('CONNECT', []).replace('/api/orders/outer', 'x:443'),
    request('CONNECT', []),
    request('TRACK', []),
    request('get', []),
    request('GET\t', []),
    request('G\x00T', []),
  ]),
  ...all('refused', 'line ends', [
    request('GET', []).replaceAll('\r\n', '\n'),
    request('GET', []).replaceAll('\r\n', '\r'),
    post(length).replace('\r\n\r\n', '\n\n'),
    post(length).replace('\r\n\r\n', '\r\n\n'),
    request('GET', ['X: a\nb']),
    request('GET', ['X: a\rb']),
    request('GET', ['X: a\r\n b']),
    request('GET', ['X: a\x00b']),
    request('GET', ['X']),
    request('GET', [': x']),
    request('GET', ['X Y: z']),
  ]),
  ...all('refused', 'chunks', [
    ...['0x2c', '2C ', ' 2C', '+2C', '-2C', '2C;\n', '2C\n', 'fffffffffffffffff', 'g', ''].map((size) =>
      request('POST', [CODING], `${size}\r\n${HIDDEN}\r\n0\r\n\r\n`),
    ),
    request('POST', [CODING], `${LENGTH.toString(16)}\n${HIDDEN}\n0\n\n`),
    request('POST', [CODING], `${(LENGTH - 3).toString(16)}\r\n${HIDDEN}0\r\n\r\n`),
    request('POST', [CODING], `2\r\nxxx0\r\n\r\n${HIDDEN}`),
    request('POST', [CODING], `0;a=\n\r\n\r\n${HIDDEN}`),
    request('POST', [CODING], `0\r\nX: y\nZ: a\r\n\r\n`),
    request('POST', [CODING], `0\r\n X: y\r\n\r\n`),
    request('POST', [CODING], `1;${'a'.repeat(20_000)}\r\nx\r\n0\r\n\r\n`),
  ]),
  ...all('refused', 'too much', [
    request('GET', [`X: ${'a'.repeat(20_000)}`]),
    request('GET', []).replace('outer', 'a'.repeat(20_000)),
  ]),
  ...all('refused', 'Expect', [
    post('Expect: 200-ok', length),
    post('Expect: 100-continue', 'Connection: content-length', length),
  ]),
  ...all('refused', 'protocols', [
    request('GET', ['Connection: Upgrade', 'Upgrade: websocket']),
    request('GET', ['Connection: Upgrade, content-length', 'Upgrade: h2c', length], HIDDEN),
    request('GET', ['Connection: Upgrade', 'Upgrade: h2c', 'Host: y']),
    request('TRACE', ['Connection: Upgrade', 'Upgrade: h2c']),
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  ]),
  ...all('once', 'offers of another protocol', [
    request(
      'POST',
      ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AA', length],
      HIDDEN,
    ),
    request('POST', ['Connection: Upgrade', 'Upgrade: h2c', CODING], CHUNKED),
    request('DELETE', ['Connection: Upgrade', 'Upgrade: TLS/1.0, foo', length], HIDDEN),
  ]),
  ...all('once', 'Expect', [post('Expect: 100-continue', length), chunked('Expect: 100-continue', CODING)]),
  ...all('once', 'HTTP/1.0', [request('POST', [length], HIDDEN, '1.0')]),
];
