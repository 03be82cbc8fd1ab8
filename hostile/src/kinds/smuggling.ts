import * as fc from 'fast-check';
import { idle, type Kind, type World } from './kind.js';

/** The headers of a request and the body, in which another request hides. */
interface Disguise {
  headers: string;
  body: string;
  /** The body comes after a pause, when the answer may be there already. */
  isLate?: boolean;
  version?: string;
}

const hex = (text: string) => text.length.toString(16);
const chunked = (text: string) => `${hex(text)}\r\n${text}\r\n0\r\n\r\n`;
const length = (text: string) => `Content-Length: ${text.length}`;
const CODING = 'Transfer-Encoding: chunked';
const END = '0\r\n\r\n';

/** Codings that one server may read as `chunked` and another may not. The length covers the whole body. */
const CODINGS = [
  ...[
    'Transfer-Encoding: xchunked',
    'Transfer-Encoding : chunked',
    'Transfer-Encoding: chunked, identity',
    'Transfer-Encoding: identity, chunked',
  ],
  ...[
    'Transfer-Encoding:\tchunked',
    'Transfer-Encoding: \x0bchunked',
    'Transfer-Encoding: "chunked"',
    'Transfer-Encoding: CHUNKED',
    'Transfer-Encoding: chunked;q=1',
  ],
  ...[
    'X: x\r\n Transfer-Encoding: chunked',
    'X: x\nTransfer-Encoding: chunked',
    'X: x\rTransfer-Encoding: chunked',
    'Transfer-Encoding\n: chunked',
    'Transfer-Encoding:\r\n chunked',
  ],
  ...[
    'Transfer-Encoding: chunked\r\nTransfer-Encoding: x',
    'Transfer-Encoding: x\r\nTransfer-Encoding: chunked',
    'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked',
  ],
  ...[
    'Transfer_Encoding: chunked',
    'Transfer-Encoding: gzip, chunked',
    'Transfer-Encoding: ',
    'Transfer-Encoding: chunk',
    '\0Transfer-Encoding: chunked',
  ],
];

/** Sizes of the first chunk that servers read differently. */
const SIZES = ['0x', '+', '-', '00000000', ' ', '\t', 'ffffffff0000000', '0;\n', ';x=\r', '"', 'g'];

const disguises = (hidden: string): Readonly<Record<string, Disguise>> => ({
  'CL.TE': { headers: `Content-Length: ${END.length + hidden.length}\r\n${CODING}`, body: END + hidden },
  'TE.CL': { headers: `Content-Length: 4\r\n${CODING}`, body: chunked(hidden) },
  'TE after CL 0': { headers: `Content-Length: 0\r\n${CODING}`, body: chunked(hidden) },
  ...Object.fromEntries(
    CODINGS.map((coding) => [
      `TE.TE ${JSON.stringify(coding)}`,
      { headers: `${coding}\r\n${length(END + hidden)}`, body: END + hidden },
    ]),
  ),
  ...Object.fromEntries(
    [
      'content-length',
      'Content-Length, close',
      'keep-alive, content-length',
      ' content-length ',
      'transfer-encoding',
      'content-length\t,x',
      'host, content-length',
    ].map((named) => [
      `Connection: ${named}`,
      { headers: `Connection: ${named}\r\n${length(hidden)}`, body: hidden },
    ]),
  ),
  'Connection: transfer-encoding, with chunks': {
    headers: `Connection: transfer-encoding\r\n${CODING}`,
    body: chunked(hidden),
  },
  'two lengths': { headers: `Content-Length: 0\r\n${length(hidden)}`, body: hidden },
  'two lengths, the other way round': { headers: `${length(hidden)}\r\nContent-Length: 0`, body: hidden },
  'the same length twice': { headers: `${length(hidden)}\r\n${length(hidden)}`, body: hidden },
  ...Object.fromEntries(
    [
      `0, ${hidden.length}`,
      `+${hidden.length}`,
      `0x${hex(hidden)}`,
      `-1`,
      `1e2`,
      `${hidden.length} ${hidden.length}`,
      '18446744073709551616',
      '0\r\n 5',
      '',
      ' ',
      `${hidden.length};`,
      '٣',
    ].map((value) => [
      `length ${JSON.stringify(value)}`,
      { headers: `Content-Length: ${value}`, body: hidden },
    ]),
  ),
  ...Object.fromEntries(
    SIZES.map((size) => [
      `chunk size ${JSON.stringify(size)}`,
      { headers: CODING, body: `${size}${chunked(hidden)}` },
    ]),
  ),
  'chunks without CR': { headers: CODING, body: `${hex(hidden)}\n${hidden}\n0\n\n` },
  'a chunk that is longer than it says': { headers: CODING, body: `1\r\n${hidden}\r\n0\r\n\r\n` },
  'a chunk extension with a line end': { headers: CODING, body: `1;a=\n${hidden}\r\n0\r\n\r\n` },
  'a request in the trailers': { headers: CODING, body: `0\r\n${hidden}\r\n\r\n` },
  'lengths and cookies in the trailers': {
    headers: CODING,
    body: `0\r\nContent-Length: 50\r\nHost: evil.example\r\nCookie: a=b\r\n\r\n`,
  },
  'HTTP/1.0 with chunks': {
    headers: `Connection: keep-alive\r\n${CODING}`,
    body: END + hidden,
    version: '1.0',
  },
  'HTTP/1.0 with chunks and a length': {
    headers: `Connection: keep-alive\r\n${CODING}\r\n${length(END + hidden)}`,
    body: END + hidden,
    version: '1.0',
  },
  'a body that comes after the answer': { headers: length(hidden), body: hidden, isLate: true },
  'a body that comes after 100 Continue': {
    headers: `Expect: 100-continue\r\n${length(hidden)}`,
    body: hidden,
    isLate: true,
  },
  'a body at once, with Expect': { headers: `Expect: 100-continue\r\n${length(hidden)}`, body: hidden },
  'an offer of h2c with a body': {
    headers: `Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n${length(hidden)}`,
    body: hidden,
  },
  'an offer of h2c with chunks': {
    headers: `Connection: Upgrade\r\nUpgrade: h2c\r\n${CODING}`,
    body: chunked(hidden),
  },
  'an offer of a WebSocket with a body': {
    headers: `Connection: Upgrade\r\nUpgrade: websocket\r\n${length(hidden)}`,
    body: hidden,
  },
  'a plain body': { headers: length(hidden), body: hidden },
  'plain chunks': { headers: CODING, body: chunked(hidden) },
});

/** Requests that would come of the hidden one: it takes the cookie of the next visitor on the same connection. */
const hiddenOnes = ({ host, cast }: World) => ({
  'cancels an order for the next visitor': `DELETE /api/orders/${cast.orders.live.id} HTTP/1.1\r\nHost: ${host}\r\nX-Swallow: `,
  'signs the next visitor out': `POST /api/users/signout HTTP/1.1\r\nHost: ${host}\r\nX-Swallow: `,
  'gets an answer of its own': `GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
});

/** Requests in whose body another one hides. One answer may come, and the next visitor gets their own. */
export const smuggling: Kind = {
  name: 'smuggling',
  suits: () => true,
  isAlone: true,
  draw: (target, world, unique) => {
    const { method, target: path } = idle(target, world, unique);
    return fc
      .tuple(
        fc.constantFrom(...Object.entries(hiddenOnes(world))),
        fc.constantFrom(method, method, 'GET', 'POST', 'HEAD'),
      )
      .chain(([[aim, hidden], verb]) =>
        fc
          .constantFrom(...Object.entries(disguises(hidden)))
          .map(([what, { headers, body, isLate, version = '1.1' }]) => {
            const head = `${verb} ${path} HTTP/${version}\r\nHost: ${world.host}\r\nContent-Type: application/json\r\n${headers}\r\n\r\n`;
            const pieces = isLate ? [head, body] : [head + body];
            return {
              what: `${what}, ${verb}, ${aim}`,
              must: 'do no harm' as const,
              pieces: pieces.map((piece) => Buffer.from(piece, 'latin1')),
              pauseMs: 150,
              lingerMs: 150,
              isUnfinished: true,
            };
          }),
      );
  },
};
