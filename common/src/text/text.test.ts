import { cleanText, EMAIL, PASSWORD, readText, SEARCH_WORDS, textLength, TITLE } from './index.js';

const read = (text: unknown, rule = TITLE) => readText(text, rule);
const accepted = (text: string) => ({ ok: true, text });
const refused = (message: RegExp | string) => ({
  ok: false,
  message: expect.stringMatching(message) as string,
});
const FAMILY = '👨‍👩‍👧‍👦';

/** One of each kind that has a rule of its own. */
const KINDS = [
  ...'\u200c\u200d\ufe00\ufe0f\u{e0100}\u180b\u180e\u{1f3f4}\u{e0067}\u{e007f}\u0301\u064b\u094d\u093c\u034f\u2800',
  ...' \u00a0\u200b\u200f\u202a\u2068\u3164\u1100\u1820م\u0915a1+♥👨\u{1f3fb}葛\u20e3',
];

/** Texts of 7 characters of these kinds. They are the same in every run. */
function* mixtures(count: number): Generator<string> {
  let seed = 1;
  for (let index = 0; index < count; index++) {
    const letters = Array.from({ length: 7 }, () => {
      seed = (seed * 48271) % 2147483647; // https://en.wikipedia.org/wiki/Lehmer_random_number_generator
      return KINDS[seed % KINDS.length];
    });
    yield letters.join('');
  }
}

describe('a clean text', () => {
  it.each([
    ['is in NFC', 'Cafe\u0301', 'Café'],
    ['has no white space at its ends', '\u3000\t Concert\u00a0\n', 'Concert'],
    ['has nothing invisible at its ends', '\ufeff\u200bConcert\u2800\u200e', 'Concert'],
    ['is not wrapped in directions', '\u202aada@example.com\u202c', 'ada@example.com'],
    ['has no soft hyphens', 'Con\u00adcert', 'Concert'],
    ['has no fillers', 'a\u3164b\uffa0c\u115fd\u17b5e', 'abcde'],
    ['has no hidden tags', 'Concert\u{e0041}\u{e0042}', 'Concert'],
    ['has no grapheme joiner in a letter', 'e\u034f\u0301', 'é'],
    ['has no joiner that Latin letters do not need', 'Con\u200dce\u200crt', 'Concert'],
    ['has no selector that a digit or letter does not need', '1\ufe0f a\ufe00', '1 a'],
    ['has no second joiner or selector', 'می\u200c\u200cخ♥\ufe0f\ufe0f', 'می\u200cخ♥\ufe0f'],
    ['has no unfinished flag', '🏴\u{e0067}\u{e0062}\u{e0073}', '🏴'],
  ])('%s', (_what, text, expected) => {
    expect(cleanText(text)).toBe(expected);
    expect(read(text)).toEqual(accepted(expected));
  });

  it.each([
    ['a Persian word', 'می‌خواهم'],
    ['a Sinhala cluster', 'ශ්‍රී'],
    ['a Malayalam chillu at the end of a word', 'അവന്‍ വന്നു'],
    ['a Devanagari half letter', 'क्‍ष'],
    ['a family', FAMILY],
    ['skin colours', '👩🏽‍❤️‍💋‍👨🏿'],
    ['a pirate flag', '🏴‍☠️'],
    ['a rainbow flag', '🏳️‍🌈'],
    ['the flag of Scotland', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['a keycap', '1️⃣'],
    ['a heart as text', '❤︎'],
    ['an ideograph with a variant', '葛\u{e0100}城'],
    ['a Mongolian word', 'ᠠ᠋ᠨ\u180eᠠ'],
    ['braille', '⠓⠊⠀⠽⠕⠥'],
    ['a private character', 'a\uf8ff'],
    ['inner spaces', 'Stage  pass'],
  ])('keeps %s', (_what, text) => {
    expect(read(text)).toEqual(accepted(text));
  });

  it('does not change any more', () => {
    const changing = [...mixtures(20_000)].filter((text) => cleanText(cleanText(text)) !== cleanText(text));
    expect(changing).toEqual([]);
  });

  it('has nothing invisible but what scripts and emoji need', () => {
    const hidden = /\p{Default_Ignorable_Code_Point}|\p{Cf}|\p{Cc}|\p{Cs}/u;
    const codes = Array.from({ length: 0x110000 }, (_, code) => code);
    const kept = codes
      .map((code) => String.fromCodePoint(code))
      .filter((character) => hidden.test(character))
      .map((character) => read(`a${character}b`))
      .filter((result) => result.ok && hidden.test(result.text));
    expect(kept).toEqual([]);
  });

  it.each(['\u200d', '\ufe0f', '\u{e0067}', '\u0301', ' ', '\u202a', 'م\u200c', '\u094d\u200d\u064b'])(
    'is made of 100 kB of %j in less than a second',
    (kind) => {
      const began = performance.now();
      read(`a${kind.repeat(100_000 / kind.length)}b`);
      expect(performance.now() - began).toBeLessThan(1_000);
    },
  );
});

describe('a text is refused', () => {
  it.each([
    ['with NUL', 'Con\0cert', /U\+0000/],
    ['with an escape', 'a\u001b[2Jb', /U\+001B/],
    ['with a C1 control', 'a\u009bb', /U\+009B/],
    ['with an override', 'Rock \u202etrecnoC', /U\+202E/],
    ['that begins with an override', '\u202etrecnoC', /U\+202E/],
    ['with an embedding inside', 'a\u202bb', /U\+202B/],
    ['with an isolate inside', 'a\u2067b', /U\+2067/],
    ['with half a character', 'a\ud800b', /U\+D800/],
    ['with a noncharacter', 'a\ufdd0', /U\+FDD0/],
    ['with damaged bytes', 'Caf\ufffd', /U\+FFFD/],
    ['with an annotation', 'a\ufff9b', /U\+FFF9/],
    ['of two lines', 'a\nb', /one line/],
    ['with a tab', 'a\tb', /one line/],
    ['with a line separator', 'a\u2028b', /one line/],
    ['with a pile of accents', 'e' + '\u0301'.repeat(40), /accents/],
    ['of one character of many bytes', 'e' + '\u0301'.repeat(10_000), /bytes/],
    ['of too many bytes', '👩🏽‍❤️‍💋‍👨🏿'.repeat(199) + '🏴󠁧󠁢󠁳󠁣󠁴󠁿' + '\u0301'.repeat(2000), /bytes/],
  ])('%s, and the message says why', (_what, text, message) => {
    expect(read(text)).toEqual(refused(message));
  });

  it.each(['', ' ', '\u200b', '\u3164', '\u2800', '\u115f\u1160', '\u0301', '\u2068\u2069', '\u{1d159}'])(
    'without anything to see: %j',
    (text) => {
      expect(read(text)).toEqual(refused('title must have 1 to 200 characters'));
    },
  );

  it.each([undefined, null, 7, {}, ['a'], { length: 1 }])('when it is no text: %j', (value) => {
    expect(read(value)).toEqual(refused('title must have 1 to 200 characters'));
  });
});

describe('the length of a text', () => {
  it.each([
    ['a family', FAMILY, 1],
    ['a flag', '🇩🇪', 1],
    ['letters with accents', 'e\u0301e\u0301', 2],
    ['a Devanagari word', 'नमस्ते', 3],
    ['a line break', '\r\n', 1],
    ['nothing', '', 0],
  ])('counts what a person sees of %s', (_what, text, length) => {
    expect(textLength(text)).toBe(length);
  });

  it('has the same limits for every script', () => {
    for (const letter of ['x', 'é', '語', FAMILY, '👩🏽‍❤️‍💋‍👨🏿']) {
      expect(read(letter.repeat(200))).toEqual(accepted(letter.repeat(200)));
      expect(read(letter.repeat(201))).toEqual(refused('1 to 200 characters'));
    }
  });
});

describe('a new password', () => {
  it.each(['12345678', ' 8 letters ', '🎸'.repeat(8), 'é'.repeat(128), FAMILY.repeat(128)])(
    'stays as it was typed: %j',
    (text) => {
      expect(read(text, PASSWORD)).toEqual(accepted(text));
    },
  );

  it('is brought into NFC', () => {
    expect(read('cafe\u0301 noir', PASSWORD)).toEqual(accepted('café noir'));
  });

  it.each([
    ['half a character', '\ud800aaaaaaaa'],
    ['the other half', '\udfffaaaaaaaa'],
    ['damaged bytes', '\ufffdaaaaaaaa'],
    ['a control character', 'aaaa\u0007aaaa'],
    ['a character that nobody sees', 'aaaa\u200baaaa'],
    ['a direction at its end', 'aaaaaaaa\u202a'],
    ['spaces only', ' '.repeat(8)],
    ['four emoji of two units each', '🎸'.repeat(4)],
    ['129 characters', 'x'.repeat(129)],
    ['a letter with many accents', 'aaaaaaaa' + '\u0301'.repeat(9_000)],
  ])('is refused with %s', (_what, text) => {
    expect(read(text, PASSWORD)).toEqual(refused(/^password /));
  });
});

it('lets a search have no words', () => {
  for (const text of ['', '\u200b', ' ', '\u0301'])
    expect(read(text, SEARCH_WORDS)).toMatchObject({ ok: true });
});

it('limits an address in bytes', () => {
  expect(read('é'.repeat(127), EMAIL)).toMatchObject({ ok: true });
  expect(read('é'.repeat(128), EMAIL)).toEqual(refused(/^email /));
});
