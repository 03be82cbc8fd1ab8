import { availableLocales } from 'cldr-core/availableLocales.json';
import fc from 'fast-check';
import { formatPrice, typedPrice } from './money';
import { parsePrice } from './parse-price';
import { priceSigns } from './price-signs';
import * as words from './words';

const { missing, notANumber, negative, decimals } = words.form.priceRefusals;

/** Every locale that `Intl` knows, with its own digits. */
const LOCALES = Intl.NumberFormat.supportedLocalesOf(availableLocales.full);
const SYSTEMS = Intl.supportedValuesOf('numberingSystem');

const cents = fc.oneof(
  fc.integer({ min: 50, max: 99_999_999 }),
  fc.integer({ min: 50, max: 9_999 }),
  fc.integer({ min: 1, max: 999_999 }).map((dollars) => dollars * 100),
);

describe('what the site writes is read back to the same cents', () => {
  it('knows hundreds of locales', () => {
    expect(LOCALES.length).toBeGreaterThan(600);
  });

  it('in every locale, with every sign and name of the currency', () => {
    const amounts = [
      50,
      61,
      162,
      100,
      200,
      300,
      500,
      600,
      700,
      1000,
      1100,
      2000,
      2100,
      4000,
      4550,
      100_000,
      123_456,
      1_234_567,
      99_999_999,
      ...fc.sample(cents, 4),
    ];
    for (const locale of LOCALES) {
      const signs = priceSigns(locale);
      const formats = (['symbol', 'narrowSymbol', 'code', 'name'] as const).map(
        (currencyDisplay) =>
          new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', currencyDisplay }),
      );
      for (const dollars of amounts.map((amount) => amount / 100))
        for (const text of [typedPrice(dollars, locale), ...formats.map((format) => format.format(dollars))])
          expect([text, locale, parsePrice(text, locale, signs)]).toEqual([text, locale, { dollars }]);
    }
  });

  it('in any locale with any digits', () => {
    const anywhere = fc.tuple(fc.constantFrom(...LOCALES), fc.constantFrom(...SYSTEMS));
    fc.assert(
      fc.property(anywhere, cents, ([language, system], amount) => {
        const locale = `${language}-u-nu-${system}`;
        expect(parsePrice(formatPrice(amount / 100, locale), locale)).toEqual({ dollars: amount / 100 });
        expect(parsePrice(typedPrice(amount / 100, locale), locale)).toEqual({ dollars: amount / 100 });
      }),
      {
        numRuns: 300,
        examples: [
          [['az', 'arabext'], 100],
          [['ur', 'arab'], 100_000],
        ],
      },
    );
  });
});

describe('a typed price', () => {
  it.each([
    ['20', 20],
    ['20.5', 20.5],
    ['20,50', 20.5],
    ['1,5', 1.5],
    ['.5', 0.5],
    [',5', 0.5],
    ['5.', 5],
    ['0.50', 0.5],
    ['0,5', 0.5],
    ['$45.50', 45.5],
    [' $ 45.50 ', 45.5],
    ['45.50$', 45.5],
    ['US$45', 45],
    ['$US 45', 45],
    ['usd 45,50', 45.5],
    ['45 USD', 45],
    ['$45 USD', 45],
    ['45.50 US dollars', 45.5],
    ['1 Dollar', 1],
    ['1,234.56', 1234.56],
    ['1.234,56', 1234.56],
    ['1 234,50', 1234.5],
    ['1\u00a0234,50', 1234.5],
    ['1\u202f234,50', 1234.5],
    ["1'234.50", 1234.5],
    ['1’234.50', 1234.5],
    ['1 000', 1000],
    ["1'000", 1000],
    ['1,234,567', 1_234_567],
    ['1.234.567,89', 1_234_567.89],
    ['1000000', 1_000_000],
    ['१२३', 123],
    ['٤٥٫٥٠', 45.5],
    ['١٬٢٣٤٫٥٠', 1234.5],
    ['۱٬۲۳۴', 1234],
    ['１２３．４５', 123.45],
    ['\u200f45.50\u200e', 45.5],
    ['0', 0],
  ])('is read from "%s" in every language', (typed, dollars) => {
    for (const locale of ['en-US', 'de-DE', 'fr-FR', 'ar-EG', 'hi-IN', 'de-CH'])
      expect([locale, parsePrice(typed, locale)]).toEqual([locale, { dollars }]);
  });

  it.each(['en-US', 'de-DE'])('is refused in %s when it could mean two amounts', (locale) => {
    for (const typed of ['1,234', '1.234', '10.005', '100,000', '1.000', '$12,345', '1،234']) {
      const read = parsePrice(typed, locale);
      expect(read).toEqual({ refusal: expect.stringContaining('could mean') as string });
    }
  });

  it('is refused with both amounts, rounded down to cents', () => {
    expect(parsePrice(' 10.005 ', 'en-US')).toEqual({
      refusal: words.form.priceRefusals.ambiguous('10.005', '$10,005.00', '$10.00'),
    });
  });

  it.each([
    ['', missing],
    ['  ', missing],
    ['$', missing],
    ['0.999', decimals],
    ['0.500', decimals],
    ['0,500', decimals],
    ['1.2345', decimals],
    ['1234.567', decimals],
    ['45.5000', decimals],
    ['-5', negative],
    ['−5', negative],
    ['-$5', negative],
    ['$-5', negative],
    ['- 5.50', negative],
    ['free', notANumber],
    ['--5', notANumber],
    ['5-', notANumber],
    ['5-10', notANumber],
    ['+5', notANumber],
    ['1e3', notANumber],
    ['Infinity', notANumber],
    ['NaN', notANumber],
    ['0x10', notANumber],
    ['.', notANumber],
    ['1.2.3', notANumber],
    ['12,34,5', notANumber],
    ['1,23,456.00', notANumber],
    ['1,234.567.890', notANumber],
    ['1.234 567', notANumber],
    ['0.999,50', notANumber],
    ['1,,234', notANumber],
    ['1  234', notANumber],
    ['4 5', notANumber],
    ['45 cents', notANumber],
    ['€45', notANumber],
    ['A$45', notANumber],
    ['45 50', notANumber],
    ['½', notANumber],
    ['$$5', notANumber],
    ['(5)', notANumber],
    ['5%', notANumber],
    ['1_000', notANumber],
  ])('is refused as "%s": %s', (typed, refusal) => {
    expect(parsePrice(typed, 'en-US')).toEqual({ refusal });
  });

  it('is read with the groups of India there', () => {
    expect(parsePrice('12,34,567', 'en-IN')).toEqual({ dollars: 1_234_567 });
    expect(parsePrice('12,34,567.50', 'hi-IN')).toEqual({ dollars: 1_234_567.5 });
    expect(parsePrice('1,234,567', 'en-IN')).toEqual({ dollars: 1_234_567 });
  });

  it('is never read as more than its digits allow', () => {
    const text = fc.string({ unit: fc.constantFrom(..."0123456789.,' $-e٫٬"), maxLength: 12 });
    fc.assert(
      fc.property(text, fc.constantFrom('en-US', 'de-DE', 'fr-CH', 'ar-EG', 'en-IN'), (typed, locale) => {
        const read = parsePrice(typed, locale);
        if ('refusal' in read) return;
        // one sign before three digits begins the cents or groups thousands, so such a text has no single meaning
        expect(typed).not.toMatch(/^[^\d.,٫٬]*\d{1,3}[.,]\d{3}[^\d.,٫٬]*$/);
        expect(Math.round(read.dollars * 100) / 100).toBe(read.dollars);
      }),
    );
  });
});
