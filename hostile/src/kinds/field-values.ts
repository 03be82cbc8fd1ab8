import type { FieldRule } from '../routes/target.js';

/** Values that are the same for each rule: none of them is a text or a number that any field may be. */
const NEVER = [
  'null',
  'true',
  '[]',
  '{}',
  '{"$ne":null}',
  '{"$gt":""}',
  '{"$regex":".*"}',
  '{"$where":"sleep(5000)"}',
  '{"$function":{"body":"function(){return true}","args":[],"lang":"js"}}',
  '{"__proto__":{"x":1}}',
  '{"toString":1}',
  '[[[[[[[[1]]]]]]]]',
  'NaN',
  'Infinity',
  'undefined',
];
/** Texts that nobody can see, or that are no text. */
const NO_TEXTS = [
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\udc00 and more"',
  '"a\\u202eb"',
  '"\\u200b"',
  '"\\u0007"',
  '""',
  '" "',
];

/** By the rule of a field: values in JSON, or what looks like it, that break the rule. */
export const BAD_VALUES: Readonly<Record<FieldRule, (right: string) => string[]>> = {
  title: (right) => [
    ...NEVER,
    ...NO_TEXTS,
    `[${right}]`,
    '7',
    `"${'x'.repeat(201)}"`,
    `"${'x'.repeat(60_000)}"`,
  ],
  price: (right) => [
    ...NEVER,
    ...NO_TEXTS,
    ...[
      '1e400',
      '-1e400',
      '1e-400',
      '1e21',
      '-1',
      '-0',
      '0',
      '0.001',
      '0.49',
      '1000000',
      '13.999',
      '9007199254740993',
    ],
    ...[`[${right}]`, `"${right}"`, `"13 OR 1=1"`, '0x10', '1_000', '.5', '+13', '٣'],
  ],
  id: (right) => [
    ...NEVER,
    ...NO_TEXTS,
    ...[
      `[${right}]`,
      `{"$oid":${right}}`,
      '7',
      `"${'0'.repeat(24)}"`,
      `"${'g'.repeat(24)}"`,
      `"${'a'.repeat(60_000)}"`,
    ],
    ...[
      `${right.slice(0, -1)}\\u0000"`,
      `${right.slice(0, -1)} "`,
      `" ${right.slice(1)}`,
      `${right.slice(0, -2)}"`,
    ],
    `${right.slice(0, -1)}/../x"`,
  ],
  email: (right) => [
    ...NEVER,
    ...NO_TEXTS,
    ...[`[${right}]`, '7', '"a@"', '"@b"', '"a@b@c.example"', '"a@b.example\\r\\nBcc: c@d.example"'],
    ...[
      '"a\\u0000@b.example"',
      `"${'a'.repeat(300)}@b.example"`,
      '"<script>alert(1)</script>"',
      '"a@b.example,c@d.example"',
    ],
  ],
  password: (right) => [...NEVER, `[${right}]`, '7', '""', '"\\ud800 and more than eight"'],
  seen: () => [
    ...NEVER.filter((value) => value !== 'undefined'),
    ...[
      '"x"',
      '7',
      '{"title":7,"price":20}',
      '{"title":"Wanted","price":"20"}',
      '{"title":["Wanted"],"price":20}',
    ],
    ...[
      '{"title":"","price":20}',
      '{"title":"Another","price":20}',
      '{"title":"Wanted","price":-1}',
      '{"title":"Wanted"}',
    ],
    ...['{"title":{"$ne":1},"price":{"$gt":0}}', '{"price":20}'],
  ],
};
