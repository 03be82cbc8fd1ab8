import * as fc from 'fast-check';
import { changesByJson, honest, hostile, type Kind } from './kind.js';

const BOM = [0xef, 0xbb, 0xbf];

/** Bytes that are not UTF-8, inside a text of JSON. */
const NOT_UTF8: Readonly<Record<string, readonly number[]>> = {
  'a byte that begins no character': [0xff],
  'half a sequence': [0xc3],
  'a continuation alone': [0x80],
  'an overlong slash': [0xc0, 0xaf],
  'an overlong NUL': [0xc0, 0x80],
  'half a surrogate pair': [0xed, 0xa0, 0x80],
  'beyond Unicode': [0xf4, 0x90, 0x80, 0x80],
  'a raw NUL': [0],
  'a raw line end': [0x0a],
};

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

/** The whole body in other bytes. */
const ENCODED: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-16': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16 with its mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16 the other way round': utf16be,
  'UTF-16 the other way round, with its mark': (text) => utf16be(`\ufeff${text}`),
  'two byte order marks': (text) => Buffer.from([...BOM, ...BOM, ...Buffer.from(text)]),
  'a byte order mark at the end': (text) => Buffer.from([...Buffer.from(text), ...BOM]),
  'a NUL after it': (text) => Buffer.from(`${text}\0`),
  'half of it': (text) => Buffer.from(text.slice(0, -1)),
  'something after it': (text) => Buffer.from(`${text}{}`),
};

/** Bodies whose bytes are not a JSON text in UTF-8. */
export const texts: Kind = {
  name: 'bytes of bodies',
  weight: 2,
  suits: changesByJson,
  draw: (target, world, unique) => {
    const draft = honest(target, world, unique);
    const text = String(draft.body);
    const send = (what: string, body: Buffer) =>
      hostile({ ...draft, body }, world, { what, as: target.as, must: 'be refused' });
    const inside = (bytes: readonly number[]) =>
      Buffer.concat([
        Buffer.from('{"more":"a'),
        Buffer.from(bytes),
        Buffer.from(text === '{}' ? '"}' : `",${text.slice(1)}`),
      ]);
    return fc.oneof(
      fc.constantFrom(...Object.entries(NOT_UTF8)).map(([what, bytes]) => send(what, inside(bytes))),
      fc.constantFrom(...Object.entries(ENCODED)).map(([what, encode]) => send(what, encode(text))),
    );
  },
};
