import * as fc from 'fast-check';
import { bytesOf, withHeader } from '../draft.js';
import { honest, hostile, idle, type Kind } from './kind.js';

/** Connections that stop in the middle, wait, or close one side. */
export const connections: Kind = {
  name: 'slow and half closed',
  suits: () => true,
  draw: (target, world, unique) => {
    const draft = idle(target, world, unique);
    const bytes = bytesOf(draft, world.host);
    const head = bytes.indexOf('\r\n\r\n');
    const cut = (...at: number[]) =>
      [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length));
    const harmless = { must: 'do no harm' as const };
    const shorter = withHeader({ ...draft, body: '{' }, 'Content-Length', '100');
    return fc.constantFrom(
      { ...harmless, what: 'nothing is sent', pieces: [], isUnfinished: true },
      {
        ...harmless,
        what: 'nothing is sent, and the side is closed',
        pieces: [],
        halfCloses: true,
        isUnfinished: true,
      },
      { ...harmless, what: 'half of the head', pieces: [bytes.subarray(0, head / 2)], isUnfinished: true },
      {
        ...harmless,
        what: 'half of the head, and the side is closed',
        pieces: [bytes.subarray(0, head / 2)],
        halfCloses: true,
        isUnfinished: true,
      },
      {
        ...harmless,
        what: 'the head without its end',
        pieces: [bytes.subarray(0, head + 2)],
        isUnfinished: true,
      },
      { ...harmless, what: 'a head in small pieces', pieces: cut(1, 3, 9, head, head + 3), pauseMs: 40 },
      { ...harmless, what: 'the side is closed after the request', pieces: [bytes], halfCloses: true },
      { ...hostile(shorter, world, { ...harmless, what: 'a body that ends too early' }), isUnfinished: true },
      {
        ...hostile(shorter, world, {
          ...harmless,
          what: 'a body that ends too early, and the side is closed',
        }),
        halfCloses: true,
        isUnfinished: true,
      },
      {
        ...hostile(withHeader({ ...draft, body: '5\r\n{' }, 'Transfer-Encoding', 'chunked'), world, {
          ...harmless,
          what: 'half of a chunk',
        }),
        isUnfinished: true,
      },
      {
        ...harmless,
        what: 'a TLS greeting',
        pieces: [Buffer.from('160301020001000000', 'hex'), Buffer.alloc(200, 7)],
        isUnfinished: true,
      },
      {
        ...harmless,
        what: 'random bytes',
        pieces: [Buffer.from([...unique].flatMap((letter) => [letter.charCodeAt(0) * 7, 13, 10, 0]))],
        isUnfinished: true,
      },
    );
  },
};

const NAMES = [
  'websocket',
  'WebSocket',
  'h2c',
  'h2',
  'HTTP/2.0',
  'TLS/1.0',
  'IRC/6.9',
  'websocket, h2c',
  '__proto__',
  '',
];
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** Offers of other protocols. The right session makes no difference: nothing here speaks another one. */
export const upgrades: Kind = {
  name: 'upgrades',
  suits: ({ type }) => type !== 'changes' && type !== 'action',
  draw: (target, world, unique) => {
    const draft = honest(target, world, unique);
    const offer = fc.tuple(fc.constantFrom(...NAMES), fc.boolean()).map(([name, isWhole]) => {
      const headers = [
        ['Connection', name === 'h2c' ? 'Upgrade, HTTP2-Settings' : 'Upgrade'],
        ['Upgrade', name],
        ...(name === 'h2c' ? [['HTTP2-Settings', 'AAMAAABkAARAAAAAAAIAAAAA']] : []),
        ...(isWhole
          ? [
              ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
              ['Sec-WebSocket-Version', '13'],
            ]
          : []),
      ] as [string, string][];
      const sent = headers.reduce((all, [header, value]) => withHeader(all, header, value), draft);
      return hostile(sent, world, {
        what: `upgrade to ${JSON.stringify(name)}${isWhole ? ', with a key' : ''}`,
        as: target.as,
        must: 'do no harm',
      });
    });
    const preface = fc.constant({
      what: 'HTTP/2 without an offer',
      must: 'do no harm' as const,
      pieces: [Buffer.concat([Buffer.from(PREFACE), Buffer.from('000000040000000000', 'hex')])],
    });
    return fc.oneof({ weight: 6, arbitrary: offer }, preface);
  },
};
