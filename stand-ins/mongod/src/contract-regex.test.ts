import { failure, MongoFixture } from './testing/mongo.js';

const mongo = new MongoFixture();
beforeAll(() => mongo.start());
afterAll(() => mongo.stop());

/** Returns those of the texts that a pattern matches, in their order. */
async function matched($regex: string, $options: string, texts: string[]): Promise<unknown[]> {
  const collection = mongo.fresh();
  if (texts.length > 0) await collection.insertMany(texts.map((text, i) => ({ _id: i as never, text })));
  const found = await collection.find({ text: { $regex, $options } }, { sort: { _id: 1 } }).toArray();
  return found.map(({ text }) => text as unknown);
}

// Each line: a heading of PCRE2's manual page pcre2pattern, a pattern of what it says, the options, texts that
// match, texts that do not
test.each<[string, string, string, string[], string[]]>([
  ['Backslash', String.raw`\Qabc$xyz\E`, '', ['abc$xyz'], ['abc', 'abcxyz']],
  ['Backslash', String.raw`\Qabc\$xyz\E`, '', ['abc\\$xyz'], ['abc$xyz']],
  ['Backslash', String.raw`\QA\B\E`, '', ['A\\B'], ['AB']],
  ['Backslash', String.raw`^\x{41}\x42\103\o{104}$`, '', ['ABCD'], ['abcd']],
  ['Backslash', String.raw`^\h\H\v\V$`, '', ['\tx\vx', '\u00a0x\u2028x'], ['xxxx', '\nx\vx']],
  ['Backslash', String.raw`^a\Rb$`, '', ['a\r\nb', 'a\nb', 'a\u2028b', 'a\u0085b'], ['ab', 'a\n\nb']],
  ['Backslash', String.raw`^\N+$`, 's', ['a\r'], ['a\nb']],
  ['Backslash', String.raw`^\s$`, '', [' ', '\v'], ['\u00a0', '\u2003', '\ufeff']],
  ['Backslash', String.raw`^\w$`, '', ['_', 'Z', '7'], ['é', 'ß']],
  ['Backslash', String.raw`^\d$`, '', ['7'], ['\u0663']],
  ['Backslash', String.raw`caf\b`, '', ['café'], ['cafe']],
  ['Backslash', String.raw`\Aabc\Z`, 'm', ['abc', 'abc\n'], ['x\nabc', 'abc\nx']],
  ['Backslash', String.raw`\Aabc\z`, '', ['abc'], ['abc\n']],
  ['Backslash', String.raw`(foo)\Kbar`, '', ['foobar'], ['bar']],
  ['Backslash', String.raw`^\p{Lu}\p{L&}\pN$`, '', ['Éa5'], ['éa5', 'Éa_']],
  ['Backslash', String.raw`^\p{^Lu}$`, '', ['a'], ['A']],
  ['Backslash', String.raw`^\X$`, '', ['e\u0301', 'a'], ['ab']],
  ['Circumflex and dollar', '^abc$', '', ['abc', 'abc\n'], ['def\nabc', 'abc\r', 'abc\u2028', 'abc\n\n']],
  ['Circumflex and dollar', '^abc$', 'm', ['def\nabc', 'abc\nx'], ['def\rabc', 'def\u2028abc']],
  ['Full stop', '^.$', '', ['a', '\r', '\u2028', '😀'], ['\n', 'ab']],
  ['Full stop', '^.$', 's', ['\n', '😀'], ['']],
  ['Square brackets', '^[]ab]+$', '', [']ab'], ['c']],
  ['Square brackets', '^[^]a]$', '', ['b', '\n', '😀'], [']', 'a']],
  ['Square brackets', String.raw`^[\x{1F600}-\x{1F64F}]$`, '', ['😀'], ['a']],
  ['Posix character classes', '^[01[:alpha:]%]$', '', ['0', '1', 'x', '%'], ['é', '2']],
  ['Posix character classes', '^[12[:^digit:]]$', '', ['1', '2', 'x'], ['3']],
  ['Posix character classes', '[[:<:]]cat[[:>:]]', '', ['a cat b'], ['cats', 'bobcat']],
  ['Internal option setting', '(?i)a(?-i)b', '', ['Ab', 'ab'], ['AB']],
  ['Internal option setting', '(a(?i)b)c', '', ['abc', 'aBc'], ['aBC']],
  ['Internal option setting', '(?x) a b # c\n c', '', ['abc'], ['a b c']],
  ['Internal option setting', String.raw`a\ b #`, 'x', ['a b'], ['ab']],
  ['Groups', '^(?|(Sat)ur|(Sun))day$', '', ['Saturday', 'Sunday'], ['Monday']],
  ['Named groups', String.raw`(?P<n>a)(?P=n)\k{n}`, '', ['aaa'], ['aa']],
  ['Repetition', '^z{2,4}$', '', ['zz', 'zzzz'], ['z', 'zzzzz']],
  ['Repetition', '^a{,6}$', '', ['a{,6}'], ['', 'aa']],
  ['Repetition', String.raw`\d++foo`, '', ['123foo'], ['123fo']],
  ['Repetition', String.raw`^a++a`, '', [], ['aaa']],
  ['Atomic grouping', String.raw`^(?>\d+)\d`, '', [], ['123456']],
  [
    'Back references',
    String.raw`^(sens|respons)e and \1ibility$`,
    '',
    ['sense and sensibility'],
    ['sense and responsibility'],
  ],
  ['Back references', String.raw`^(a|(bc))\2$`, '', ['bcbc'], ['a', 'aa']],
  ['Back references', String.raw`(?i)(rah)\s+\1`, '', ['RAH rah'], ['RAH bah']],
  ['Assertions', '(?<!foo)bar', '', ['bar', 'xbar'], ['foobar']],
  ['Assertions', String.raw`(?<=\d{3})(?<!999)foo`, '', ['123foo'], ['999foo', '12foo']],
  ['Conditional groups', String.raw`^(\()?[^()]+(?(1)\))$`, '', ['(abcd)', 'abcd'], ['(abcd', 'abcd)']],
  ['Comments', '^a(?# comment )b$', '', ['ab'], ['a b']],
  ['Recursive patterns', String.raw`^(\(([^()]++|(?1))*\))$`, '', ['(ab(cd)ef)'], ['(ab(cdef)']],
  ['Backtracking control', '^a+(*COMMIT)b', '', ['aab'], ['aac']],
])('%s: /%s/%s', async (_heading, pattern, options, matching, others) => {
  expect(await matched(pattern, options, [...matching, ...others])).toEqual(matching);
});

test('the option i folds as Unicode does', async () => {
  const texts = ['STRAßE \u212a', 'STRASSE k']; // the Kelvin sign folds to k
  expect(await matched('^straße k$', 'i', texts)).toEqual([texts[0]]);
});

test.each([
  ['(', 51091],
  ['[)', 51091],
  ['a{3,1}', 51091],
  ['*a', 51091],
  ['a{65536}', 51091],
  [String.raw`(?<=a+)b`, 51091],
  [String.raw`\1(`, 51091],
  [String.raw`\i`, 51091],
  ['a\0b', 2],
])('refuses the wrong pattern %j as MongoDB does', async (pattern, code) => {
  expect((await failure(matched(pattern, '', []))).code).toBe(code);
});
