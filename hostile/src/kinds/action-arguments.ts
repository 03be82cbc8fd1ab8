import * as fc from 'fast-check';
import { type Draft, withHeader, without } from '../draft.js';
import { MULTIPART, multipart } from '../routes/site-targets.js';
import { as, hostile, type Kind, ofThisSite } from './kind.js';

const TEXT = 'text/plain;charset=UTF-8';

/** Arguments as React writes them, and what no script of a page would write. */
const ARGUMENTS = [
  ...[
    '',
    '[]',
    '{}',
    'null',
    '"x"',
    '[',
    '["$undefined"]',
    '["$undefined","$K1"]',
    '["$@1"]',
    '["$F1"]',
    '["$B1"]',
    '["$Q1"]',
  ],
  ...[
    '["$W1"]',
    '["$i1"]',
    '["$o1"]',
    '["$r1"]',
    '["$R1"]',
    '["$D2026"]',
    '["$Dx"]',
    '["$n1"]',
    '["$nx"]',
    '["$Infinity"]',
  ],
  ...[
    '["$NaN"]',
    '["$1:__proto__:then"]',
    '["$1:constructor:constructor"]',
    '["$0"]',
    '["$0:0:0:0"]',
    '["$K0"]',
    '["$T"]',
  ],
  ...[
    '["$T1:then"]',
    '["$Sreact.element"]',
    '["$ACTION"]',
    '["$-0"]',
    '["$E(1)"]',
    '["$Z"]',
    '["$$"]',
    '["$"]',
    '[{"then":"$1"}]',
  ],
  ...[
    '["$99999"]',
    '["$ffffffff"]',
    '["$:x"]',
    '["$K__proto__"]',
    '[1e400]',
    '["\\ud800"]',
    '["\\u0000"]',
    '[{"__proto__":{"x":1}}]',
  ],
  '['.repeat(20_000),
  `[${'['.repeat(9_000)}${']'.repeat(9_000)}]`,
  `["${'x'.repeat(300_000)}"]`,
];

const PARTS: readonly (readonly [name: string, value: string])[] = [
  ['0', '["$undefined","$K1"]'],
  ['0', '["$1:__proto__:then"]'],
  ['0', '["$@1"]'],
  ['1', '"$@0"'],
  [
    '1',
    '{"then":"$1:__proto__:then","status":"resolved_model","reason":-1,"value":"{\\"then\\":\\"$B1337\\"}","_response":{"_prefix":"throw 1//","_formData":{"get":"$1:constructor:constructor"}}}',
  ],
  ['_1_title', 'Hostile'],
  ['_1_price', '1e400'],
  ['_1_id', '{"$ne":null}'],
  ['_1_id', '../../users/currentuser'],
  ['_1_id', '%2e%2e%2fusers'],
  ['_1_account', 'somebody@else.example'],
  ['_1_seen', '{'],
  ['_1_seen', '[]'],
  ['_1_seen', '{"title":"x","price":1e400}'],
  ['_1_key', '\r\nX: y'],
  ['_1_key', 'ö'.repeat(300)],
  ['_1_tag', '"\r\n'],
  ['_1_next', '//evil.example'],
  ['_1___proto__', 'x'],
  ['_1_email', '\0'],
  ['$ACTION_KEY', 'x'],
  ['$ACTION_REF_1', ''],
  ['$ACTION_1:0', '{"id":"x","bound":"$@1"}'],
  ['$ACTION_1:0', '{"id":"__proto__","bound":null}'],
  ['$ACTION_1:0', '{'],
  ['$ACTION_1:1', '["$1:__proto__"]'],
  ['$ACTION_ID_00', ''],
  ['$ACTION_ID___proto__', ''],
  [`$ACTION_ID_${'6'.repeat(42)}`, ''],
];

const IDS = [
  '',
  'x',
  '0'.repeat(42),
  '6'.repeat(42),
  '__proto__',
  'constructor',
  '../../x',
  'f'.repeat(3_000),
  '\x80',
  'a,b',
  '%00',
];

/** Server actions with arguments that no page of the site sends. The sender is Mallory or nobody. */
export const actionArguments: Kind = {
  name: 'action arguments',
  weight: 3,
  suits: ({ type }) => type === 'action',
  draw: (target, world, unique) => {
    // an action without fields has no wrong arguments, so with a session it would be done
    const from = target.hasNoFields ? fc.constant(undefined) : fc.constantFrom('mallory' as const, undefined);
    const send = (what: string, who: 'mallory' | undefined, change: (draft: Draft) => Draft) =>
      hostile(change(as(who, ofThisSite(target, world, unique), world)), world, {
        what,
        ...(who && { as: who }),
        must: 'do no harm',
      });
    const texts = fc.tuple(from, fc.constantFrom(...ARGUMENTS)).map(([who, body]) =>
      send(`arguments ${body.slice(0, 40)}`, who, (draft) => ({
        ...withHeader(draft, 'Content-Type', TEXT),
        body,
      })),
    );
    const parts = fc
      .tuple(from, fc.uniqueArray(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 5 }), fc.boolean())
      .map(([who, some, isForm]) =>
        send(
          `${isForm ? 'a form' : 'parts'} with ${some.map(([name, value]) => `${name}=${value.slice(0, 30)}`).join(' & ')}`,
          who,
          (draft) => ({
            ...withHeader(isForm ? without(draft, 'Next-Action') : draft, 'Content-Type', MULTIPART),
            body: multipart(Object.fromEntries(some)),
          }),
        ),
      );
    const ids = fc
      .tuple(from, fc.constantFrom(...IDS))
      .map(([who, id]) =>
        send(`action id ${JSON.stringify(id.slice(0, 30))}`, who, (draft) =>
          withHeader(draft, 'Next-Action', id),
        ),
      );
    const broken = fc
      .tuple(
        from,
        fc.constantFrom(
          'multipart/form-data',
          'multipart/form-data; boundary=',
          'multipart/form-data; boundary=other',
          `multipart/form-data; boundary=${'x'.repeat(300)}`,
          'application/x-www-form-urlencoded',
          '',
        ),
      )
      .map(([who, type]) =>
        send(`a body of type ${type.slice(0, 50)}`, who, (draft) =>
          withHeader({ ...draft, body: '0=[]' }, 'Content-Type', type),
        ),
      );
    return fc.oneof({ weight: 3, arbitrary: texts }, { weight: 4, arbitrary: parts }, ids, broken);
  },
};
