import * as fc from 'fast-check';
import { bytesOf } from '../draft.js';
import { honest, idle, type Kind, mustOf } from './kind.js';

type Change = (head: string, host: string) => string;

const addLine =
  (line: string): Change =>
  (head) =>
    head.replace('\r\n', `\r\n${line}\r\n`);
const changeFirst =
  (change: (line: string) => string): Change =>
  (head) =>
    head.replace(/^[^\r]*/, change);

/** Heads that servers read differently. Each of them must be refused, whoever sends it. */
const REFUSED: Readonly<Record<string, Change>> = {
  'two hosts': addLine('Host: evil.example'),
  'the same host twice': (head, host) => addLine(`Host: ${host}`)(head, host),
  'no host': (head) => head.replace(/Host: [^\r]*\r\n/, ''),
  'a host with a path': (head) => head.replace(/(Host: [^\r]*)/, '$1/evil'),
  'a host with a user': (head) => head.replace(/Host: /, 'Host: evil.example@'),
  'two hosts in one header': (head) => head.replace(/(Host: [^\r]*)/, '$1, evil.example'),
  'a NUL in a header': addLine('X-A: a\0b'),
  'a bare CR in a header': addLine('X-A: a\rCookie: b'),
  'a blank before the colon': addLine('X-A : 1'),
  'a header without a colon': addLine('X-A'),
  'a header without a name': addLine(': 1'),
  'a header name with a blank': addLine('X A: 1'),
  'a header name with a bracket': addLine('X[A]: 1'),
  'a tab between the words': changeFirst((line) => line.replaceAll(' ', '\t')),
  'HTTP/2.0': changeFirst((line) => line.replace('1.1', '2.0')),
  'HTTP/11': changeFirst((line) => line.replace('1.1', '11')),
  'http/1.1': changeFirst((line) => line.replace('HTTP', 'http')),
  'a protocol that is not HTTP': changeFirst((line) => line.replace('HTTP/1.1', 'ICE/1.0')),
  'an absolute target elsewhere': changeFirst((line) => line.replace(' /', ' http://evil.example/')),
  'an absolute target here': (head, host) =>
    changeFirst((line) => line.replace(' /', ` http://${host}/`))(head, host),
  'a target without a slash': changeFirst((line) => line.replace(' /', ' ')),
  'the target *': changeFirst((line) => line.replace(/ \S+ /, ' * ')),
  'a target with a blank': changeFirst((line) => line.replace(/ (\S+) /, ' $1 more ')),
  'a target with a byte over 127': changeFirst((line) => line.replace(/ (\S+) /, ' $1\x80\xff ')),
};

/** Heads that may be read in one way only, or be refused. They are sent with requests that change nothing. */
const HARMLESS: Readonly<Record<string, Change>> = {
  'folded lines': addLine('X-A: a\r\n b\r\n\tc'),
  'line ends without CR': (head) => head.replaceAll('\r\n', '\n'),
  'empty lines first': (head) => `\r\n\r\n${head}`,
  'a blank first': (head) => ` ${head}`,
  'no version': changeFirst((line) => line.replace(/ HTTP.*/, '')),
  'HTTP/1.2': changeFirst((line) => line.replace('1.1', '1.2')),
  'HTTP/1.0': changeFirst((line) => line.replace('1.1', '1.0')),
  'two blanks': changeFirst((line) => line.replace(' ', '  ')),
  'a fragment': changeFirst((line) => line.replace(' HTTP', '#fragment HTTP')),
  'a target of 20 kB': changeFirst((line) => line.replace(' HTTP', `${'a'.repeat(20_000)} HTTP`)),
  'Connection: close, and the rest unsaid': addLine('Connection: close, keep-alive, x-a'),
  'a header that ends nothing': (head) => head.slice(0, -2),
};

/** Bytes that are not quite the head of a request. */
export const heads: Kind = {
  name: 'malformed heads',
  suits: () => true,
  draw: (target, world, unique) => {
    const draft = honest(target, world, unique);
    const whole = (change: Change, from = draft) => {
      const bytes = bytesOf(from, world.host).toString('latin1');
      const end = bytes.indexOf('\r\n\r\n') + 4;
      return Buffer.from(change(bytes.slice(0, end), world.host) + bytes.slice(end), 'latin1');
    };
    const refused = fc.constantFrom(...Object.entries(REFUSED)).map(([what, change]) => ({
      what,
      as: target.as,
      must: mustOf(target),
      pieces: [whole(change)],
    }));
    const harmless = fc.constantFrom(...Object.entries(HARMLESS)).map(([what, change]) => ({
      what,
      must: 'do no harm' as const,
      pieces: [whole(change, idle(target, world, unique))],
      isUnfinished: true,
    }));
    return fc.oneof({ weight: 2, arbitrary: refused }, harmless);
  },
};
