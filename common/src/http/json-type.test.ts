import { isJsonType } from './json-type.js';

it.each([
  'application/json',
  'Application/JSON',
  'application/json; charset=utf-8',
  'application/json;charset="UTF-8"',
  'application/json ; Charset="utf\\-8"',
  'application/json; profile="a;b=c;charset=utf-7"; charset=utf-8',
  'application/json; charset=utf-8;', // an empty parameter is in the grammar
])('takes %s', (value) => {
  expect(isJsonType([value])).toBe(true);
});

it.each([
  ...['', ' ', 'json', 'application', 'application/', '/json', 'text/json', 'application/jsonx', '*/*'],
  ...['application/json charset=utf-8', 'application/json, text/plain', 'application/json,application/json'],
  ...['application / json', 'application/json\0', 'application/json; charset', 'application/json; =utf-8'],
  ...['application/json; charset=', 'application/json; charset=""', 'application/json; charset= utf-8'],
  ...['application/json; charset =utf-8', 'application/json; charset=utf-8 x', 'application/json; charset=@'],
  ...[
    'application/json; charset="utf-8',
    'application/json; charset="utf-7',
    'application/json; charset=utf-8"',
  ],
  ...[
    'application/json; charset="utf-8"x',
    'application/json; charset="utf-8\\',
    'application/json; charset="\0"',
  ],
  ...[
    "application/json; charset='utf-8'",
    'application/json; x="',
    'application/json; x',
    'application/json; ä=1',
  ],
  ...[
    'application/json; charset=utf-7',
    'application/json; charset="utf-16"',
    'application/json; charset=utf8',
  ],
])('refuses %j', (value) => {
  expect(isJsonType([value])).toBe(false);
});

it.each([
  'application/json; charset=utf-8; charset=utf-7',
  'application/json; charset=utf-8; Charset=utf-8',
  'application/json; charset="utf-8";; charset="x;y"',
  'application/json; x=1; x=1',
])('refuses a parameter that comes twice: %s', (value) => {
  expect(isJsonType([value])).toBe(false);
});

it('refuses two values and none', () => {
  expect(isJsonType([])).toBe(false);
  expect(isJsonType(['application/json', 'application/json'])).toBe(false);
});
