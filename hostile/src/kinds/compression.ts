import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { withHeader } from '../draft.js';
import { hasBody, honest, hostile, type Kind } from './kind.js';

const FAST = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
/** A body that says what the text says, and is much longer. */
const long = (text: string) =>
  `${text.slice(0, -1)}${text === '{}' ? '' : ','}"more":"${'0'.repeat(6_000_000)}"}`;

const BODIES: Readonly<Record<string, [encodings: readonly string[], body: (text: string) => Buffer]>> = {
  'a gzip bomb': [['gzip'], (text) => gzipSync(long(text))],
  'a deflate bomb': [['deflate'], (text) => deflateSync(long(text))],
  'a brotli bomb': [['br'], (text) => brotliCompressSync(long(text), FAST)],
  'a gzip bomb in a gzip bomb': [['gzip'], (text) => gzipSync(gzipSync(long(text)))],
  'gzip that is not gzip': [['gzip'], (text) => Buffer.from(text)],
  'deflate that is not deflate': [['deflate'], (text) => Buffer.from(text)],
  'brotli that is not brotli': [['br'], (text) => Buffer.from(text)],
  'half of a gzip body': [['gzip'], (text) => gzipSync(text).subarray(0, -9)],
  'gzip that is named twice': [['gzip, gzip'], (text) => gzipSync(gzipSync(text))],
  'gzip in two headers': [['gzip', 'gzip'], (text) => gzipSync(gzipSync(text))],
  'gzip that is not named': [[], (text) => gzipSync(text)],
  'an encoding that nobody has': [['x-hostile'], (text) => Buffer.from(text)],
  'the encoding compress': [['compress'], (text) => Buffer.from(text)],
  zstd: [['zstd'], (text) => Buffer.from(text)],
};

/** Bodies with a wrong `Content-Encoding`, and small ones that grow. */
export const compression: Kind = {
  name: 'content encodings',
  suits: hasBody,
  draw: (target, world, unique) =>
    fc.constantFrom(...Object.entries(BODIES)).map(([what, [encodings, encode]]) => {
      const draft = honest(target, world, unique);
      const changed = withHeader(
        { ...draft, body: encode(String(draft.body)) },
        'Content-Encoding',
        ...encodings,
      );
      return hostile(changed, world, {
        what,
        as: target.as,
        must: 'be refused',
      });
    }),
};
