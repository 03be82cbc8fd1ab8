import { BSONRegExp } from 'bson';
import { literalPrefix } from './literal-prefix.js';
import { patterns } from './patterns.js';
import { Regex, toRegex } from './regex.js';

const codeOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return 'no error';
};

test('takes patterns of 32764 bytes at most, as MongoDB does', () => {
  expect(new Regex('a'.repeat(32_764), '').test('a'.repeat(32_764))).toBe(true);
  expect(codeOf(() => new Regex(`é${'a'.repeat(32_763)}`, ''))).toBe(51091);
});

test.each([
  String.raw`\p{Greek}`,
  String.raw`[\p{Han}]`,
  String.raw`\p{Alphabetic}`,
  String.raw`a\Cb`,
  String.raw`(?<=a\Kb)`,
  String.raw`(a\1?){3}`,
  String.raw`(?<n>a\k<n>?){3}`,
  String.raw`(a(b\g{-2}?))+`,
  '(?=(a))*b',
  '(?=(a))(?#c)*b',
  '(?x)(?=(a)) *b',
  '(?*a)b',
  '(*LIMIT_MATCH=5)a',
  '(*sr:a)',
  'a{65536',
])('does not guess about %j', (pattern) => {
  expect(codeOf(() => new Regex(pattern, ''))).toBe(238);
});

test('a class such as [Aa] at the end is found', () => {
  expect(['aa', 'xxAa', 'AA'].filter((text) => !new Regex('[Aa]{2}', '').test(text))).toEqual([]);
});

test('properties of characters that came after Unicode 12.1 are not guessed', () => {
  const yezidi = '\u{10e80}'; // Unicode 13
  expect(codeOf(() => new Regex(String.raw`\p{L}`, '').test(yezidi))).toBe(238);
  expect(codeOf(() => new Regex('a', 'i').test(`${yezidi}A`))).toBe(238);
  expect(new Regex('a', '').test(`${yezidi}a`)).toBe(true);
});

test('a match that takes too long is none', () => {
  expect(new Regex('^(a+)+$', '').test(`${'a'.repeat(40)}b`)).toBe(false);
  expect(new Regex('^(?:a|b)*c', '').test(`${'a'.repeat(5000)}c`)).toBe(false);
  expect(new Regex('^(?:a|b)*c', '').test(`${'a'.repeat(1000)}c`)).toBe(true);
});

test('a text that is too long for the memory is refused, and the next one is matched', () => {
  const regex = new Regex('b$', '');
  expect(codeOf(() => regex.test('a'.repeat(4_000_001)))).toBe(238);
  expect(regex.test(`${'a'.repeat(3_999_999)}b`)).toBe(true);
  expect(regex.test('ab')).toBe(true);
});

test('a pattern matches after many others were used', () => {
  const first = new Regex('^first$', '');
  for (let i = 0; i < 5000; i++) new Regex(`^${i}{1,50}(a|b){1,50}$`, '').test('x');
  expect(first.test('first')).toBe(true);
  expect(patterns.size).toBeLessThanOrEqual(100);
});

test('reads the forms of $regex and $options', () => {
  expect(toRegex('a', 'sx')).toMatchObject({ pattern: 'a', options: 'sx' });
  expect(toRegex(new BSONRegExp('a', 'i'))).toMatchObject({ pattern: 'a', options: 'i' });
  expect(toRegex(new BSONRegExp('a'), 'i')).toMatchObject({ pattern: 'a', options: 'i' });
  expect(new Regex('^é$', 'u').test('é')).toBe(true);
  expect(codeOf(() => toRegex(new BSONRegExp('a', 'i'), 'i'))).toBe(51075);
  expect(codeOf(() => toRegex('a', 'g'))).toBe(51108);
  expect(codeOf(() => toRegex('a', 'i\0'))).toBe(2);
  expect(codeOf(() => toRegex('a', 1))).toBe(2);
  expect(codeOf(() => toRegex(1))).toBe(2);
});

test.each([
  ['^abc', '', 'abc'],
  [String.raw`\Aabc`, 'm', 'abc'],
  ['^a.c', '', 'a'],
  ['^abc?', '', 'ab'],
  ['^abc{0}', '', 'ab'],
  ['^ab(?#c)*', '', 'a'],
  [String.raw`^ab\E*`, '', 'a'],
  ['^a😀*', '', 'a'],
  [String.raw`^a\.b(c)`, '', 'a.b'],
  [String.raw`^ab\d`, '', 'ab'],
  ['^ab$', 's', 'ab'],
  ['^ab', 'm', undefined],
  ['^ab', 'i', undefined],
  ['^a b', 'x', undefined],
  ['^ab|c', '', undefined],
  ['ab', '', undefined],
])('the literal start of /%s/%s is %s', (pattern, options, prefix) => {
  expect(literalPrefix(new Regex(pattern, options))).toBe(prefix);
});
