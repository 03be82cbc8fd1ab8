import { readText, TITLE } from '@ticketing/common/text';
import fc from 'fast-check';
import { readSearch } from './search-words.js';
import { searchFields } from './title-terms.js';

/** Whether a search finds a title, as the database decides it. */
function finds(typed: string, title: string): boolean {
  const { terms, unspaced } = searchFields(title);
  return readSearch(typed).some(
    (search) =>
      search.terms.every((term) => terms.includes(term)) &&
      search.phrases.every((phrase) => unspaced.includes(phrase)),
  );
}

describe('search terms', () => {
  it('are all beginnings of all words', () => {
    expect(searchFields('Up to').terms).toEqual(['u', 'up', 't', 'to']);
  });

  it('are the letters and pairs of letters in a script without spaces', () => {
    const { terms, unspaced } = searchFields('京都 東 2026');
    expect(new Set(terms)).toEqual(new Set(['京', '都', '京都', '東', '都東', '2', '20', '202', '2026']));
    expect(unspaced).toBe('京都東');
  });

  it('are cut at the length to which words are compared', () => {
    expect(searchFields('a'.repeat(200)).terms).toHaveLength(20);
    expect(finds('a'.repeat(300), 'a'.repeat(200))).toBe(true);
  });

  it('are empty for a title without letters and digits', () => {
    expect(searchFields('!!! 🎸 ...').terms).toEqual([]);
  });
});

describe('a search', () => {
  it.each<[title: string, found: string[], notFound?: string[]]>([
    [
      'Rock Concert in Zürich',
      ['ROCK', 'zurich conc', 'zür', 'zuerich', 'Zu\u0308rich'],
      ['ock', 'rock opera', 'in a'],
    ],
    ['Łódź', ['lodz', 'LODZ', 'łódź', 'Lódź']],
    ['Straße', ['strasse', 'STRASSE', 'straße', 'STRAẞE', 'stras']],
    ['STRASSE', ['straße']],
    ['Øresund Ærø', ['oresund', 'aero', 'øre', 'oeresund', 'ærø', 'aeroe']],
    ['Åland', ['aland', 'aaland']],
    ['Þórður Đặng Guðrún', ['thordur', 'dang', 'gudrun', 'Đặng', 'þórður']],
    ['Ħal Għaxaq Ŧ', ['hal', 'ghaxaq', 't']],
    ['DİYARBAKIR Isparta', ['diyarbakir', 'diyarbakır', 'ısparta', 'ISPARTA']],
    ['Cœur Œuvre Æon', ['coeur', 'oeuvre', 'aeon', 'cœ']],
    ['ΜΟΥΣΙΚΗ', ['ΜΟΥΣ', 'μουσ', 'μους', 'μουσική', 'Μουσικη']],
    ['Ὀδυσσεύς τραγῳδία', ['οδυσσευς', 'ΟΔΥΣΣΕΥΣ', 'τραγωδια', 'τραγῳδία', 'ΤΡΑΓΩΙΔΊΑ']],
    ['Ёлка за́мок Чайковский', ['елка', 'ёлка', 'замок', 'чайковский', 'ЧАЙК'], ['чаик']],
    ['Київ Їжа', ['київ', 'КИЇВ', 'їжа'], ['іжа']],
    ['مُوسِيقَى أحمد', ['موسيقى', 'موسيقي', 'احمد', 'أحمد']],
    ['حفلة کنسرت', ['حفله', 'حفلة', 'كنسرت', 'کنسرت']],
    ['מוּזִיקָה שלום', ['מוזיקה', 'שלום', 'שלו']],
    [
      '東京コンサート武道館',
      ['コンサート', 'こんさーと', 'ｺﾝｻｰﾄ', '東京', '武道館', '京コ', '館', '道館 東京'],
      ['京東', 'コンサー館', '武館'],
    ],
    ['ガールズ', ['ガール', 'がーるず', 'ｶﾞｰﾙｽﾞ'], ['カール']],
    ['AKB48劇場 第2回', ['akb48', '劇場', 'AKB48劇場', '第2回']],
    ['音乐会 上海', ['音乐', '乐会', '上海', '音乐会上海', '音乐会・上海'], ['音会']],
    ['คอนเสิร์ตกรุงเทพ', ['กรุงเทพ', 'คอนเสิร์ต', 'เสิร์ต'], ['กรุงคอน']],
    ['ຄອນເສີດວຽງຈັນ', ['ວຽງຈັນ']],
    ['ការប្រគុំតន្ត្រី', ['តន្ត្រី']],
    ['တေးဂီတပွဲ', ['ဂီတ']],
    ['བོད་ཀྱི་རོལ་མོ', ['རོལ་མོ', 'བོད']],
    ['서울콘서트', ['콘서트', '서울', '서울 콘서트'], ['서트콘']],
    ['हिन्दी ग़ज़ल', ['हिन्दी', 'गजल', 'ग़ज़ल'], ['हन्दी']],
    [
      "Rock'n'Roll",
      ['rocknroll', "rock'n'roll", 'rock n roll', 'Rock-n-Roll', 'rock’n’roll', 'rocknr'],
      ['nroll'],
    ],
    ['Rock n Roll', ["rock'n'roll", 'rock n roll']],
    ['RocknRoll', ["rock'n'roll"]],
    ['AC/DC live', ['acdc', 'ac dc', 'AC/DC', 'ac-dc', 'acdc live']],
    ['O’Brien', ['obrien', "o'brien", 'brien', 'oʼbrien']],
    ['Jay-Z', ['jayz', 'jay-z', 'jay z', 'jay']],
    ['P!nk', ['pnk', 'p!nk']],
    ['R.E.M.', ['rem', 'r.e.m.', 'R E M']],
    ['Don’t stop', ['dont', "don't", 'don’t', 'donʼt', 'don`t']],
    ['C++ and C#', ['c++', 'c#']],
    ['Gate ٤٢, row १२, ﬁnal №５, H₂O', ['42', '12', 'final', '№5', 'no5', 'h2o', '٤٢', 'ﬁ', 'H2O']],
    ['Ｆｕｌｌ　Ｗｉｄｔｈ', ['full width', 'ｆｕｌｌ']],
    ['con\u00adcert', ['concert', 'con\u200bcert', 'con\u00adcert', '\u202econcert', '\u0000concert\ufffd']],
    ['🎸 Rock 🎸', ['rock', '🎸rock', 'rock 🎸'], ['🎸', '!!!', '.*', '\u200b']],
  ])('for %s finds what people type', (title, found, notFound = []) => {
    expect(found.filter((typed) => !finds(typed, title))).toEqual([]);
    expect(notFound.filter((typed) => finds(typed, title))).toEqual([]);
  });
});

const WORDS = [
  ...[
    "Rock'n'Roll",
    'Straße',
    'Łódź',
    'ΜΟΥΣΙΚΗΣ',
    'Ὀδυσσεύς',
    'ᾳ',
    'İstanbul',
    'ısı',
    'ŉ',
    'ﬀﬁ',
    'Ёж',
    'й',
    'Đ/đ',
  ],
  ...[
    '東京コンサート',
    'ｶﾞ',
    'が',
    'คอนเสิร์ต',
    '서울',
    'བོད་',
    'हिन्दी',
    'مُوسِيقَى',
    'שָׁלוֹם',
    'ﷺ',
    '㌀',
    '½',
    '①',
    'AC/DC',
    '2026年',
  ],
];
const titles = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc
      .array(fc.oneof(fc.constantFrom(...WORDS), fc.string({ unit: 'grapheme', maxLength: 4 })), {
        maxLength: 8,
      })
      .map((words) => words.join(' ')),
    fc.array(fc.constantFrom(...WORDS), { maxLength: 5 }).map((words) => words.join('')),
  )
  .map((text) => readText(text, TITLE))
  .filter((read) => read.ok)
  .map(({ text }) => text)
  .filter((title) => readSearch(title).length > 0);

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

describe('every title with a letter or a digit', () => {
  it('is found by itself, in every case and form of Unicode', () => {
    fc.assert(
      fc.property(titles, (title) => {
        const forms = [
          title.toUpperCase(),
          title.toLowerCase(),
          title.normalize('NFD'),
          title.normalize('NFKC'),
        ];
        for (const typed of [title, ...forms]) expect([typed, finds(typed, title)]).toEqual([typed, true]);
      }),
      { numRuns: 500 },
    );
  });

  it('is found by each of its words, and by the beginning of each', () => {
    fc.assert(
      fc.property(titles, fc.nat(), (title, seed) => {
        for (const word of title.split(/\s+/u)) {
          const letters = [...graphemes.segment(word)].map(({ segment }) => segment);
          const beginning = letters.slice(0, 1 + (seed % letters.length)).join('');
          for (const typed of [word, beginning])
            if (readSearch(typed).length > 0) expect([typed, finds(typed, title)]).toEqual([typed, true]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has a bounded number of terms, each short enough for an index', () => {
    const long = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 150, maxLength: 200 }),
      fc
        .array(fc.constantFrom(...'a!b.c東京ﷺ㌀äﬃé'), { minLength: 200, maxLength: 200 })
        .map((each) => each.join('')),
    );
    fc.assert(
      fc.property(long, (title) => {
        const { terms } = searchFields(title);
        expect(terms.length).toBeLessThan(2_000);
        for (const term of terms) expect(Buffer.byteLength(term)).toBeLessThanOrEqual(80);
      }),
    );
  });
});
