import * as fc from 'fast-check';
import { withHeader, without } from '../draft.js';
import { hasBody, honest, hostile, type Kind } from './kind.js';

const JSON_TYPE = 'application/json';

/** The values of the header. A request with none has no such header, and one with two has it twice. */
const TYPES: readonly (readonly string[])[] = [
  [],
  [''],
  ...[
    ...[
      'text/plain',
      'text/plain;charset=utf-8',
      'text/json',
      'text/html',
      'application/xml',
      'application/jsonx',
    ],
    ...['application/x-www-form-urlencoded', 'multipart/form-data', 'multipart/form-data; boundary=x', '*/*'],
    ...[
      'application/*',
      'application/csp-report',
      'application/json, text/plain',
      'text/plain, application/json',
    ],
    ...[
      'application',
      'application/',
      '/json',
      'json',
      '; charset=utf-8',
      'application/json charset=utf-8',
      '\x80',
    ],
  ].map((type) => [type]),
  ...[
    'utf-7',
    'utf-16',
    'utf-16le',
    'utf-16be',
    'utf-32',
    'ucs-2',
    'latin1',
    'us-ascii',
    'ebcdic',
    'x',
    '',
    'utf8\0',
  ].map((charset) => [`${JSON_TYPE}; charset=${charset}`]),
  [`${JSON_TYPE}; charset=utf-8; charset=utf-7`],
  [`${JSON_TYPE}; charset="utf-7`],
  [JSON_TYPE, 'text/plain'],
  ['text/plain', JSON_TYPE],
  [`${JSON_TYPE}; charset=utf-8`, `${JSON_TYPE}; charset=utf-7`],
];

/** Bodies whose type is missing, is another one, or names another charset than UTF-8. */
export const contentTypes: Kind = {
  name: 'content types',
  weight: 2,
  suits: hasBody,
  draw: (target, world, unique) =>
    fc.constantFrom(...TYPES).map((values) => {
      const draft = honest(target, world, unique);
      const changed =
        values.length === 0 ? without(draft, 'Content-Type') : withHeader(draft, 'Content-Type', ...values);
      return hostile(changed, world, {
        what: `content type ${values.map((value) => JSON.stringify(value)).join(' and ') || 'missing'}`,
        as: target.as,
        // the body of an action is not JSON: with another type it says something else, which must change nothing
        must: target.type === 'action' ? 'do no harm' : 'be refused',
      });
    }),
};
