import { isolated } from './isolated';
import * as words from './words';

const HEBREW = 'הופעה 2026!';

it.each([HEBREW, 'حفلة (A)', 'Show הופעה', '𞤀𞤁', 'older \u202etitle'])(
  'isolates %s, which has letters that run to the left',
  (text) => {
    expect(isolated(text)).toBe(`\u2068${text}\u2069`);
  },
);

it.each(['Concert', '東京コンサート', 'Łódź 🎸', ''])('leaves %j alone', (text) => {
  expect(isolated(text)).toBe(text);
});

it('keeps a title or an address in its place in each sentence of the site', () => {
  const inside = `\u2068${HEBREW}\u2069`;
  const { account, browse, order } = words;
  expect(browse.resultsFor(HEBREW)).toBe(`Results for “${inside}”`);
  expect(browse.justReserved(HEBREW)).toBe(`${inside} has just been reserved`);
  expect(order.title(HEBREW)).toBe(`Order: ${inside}`);
  const sentences = [
    account.madeFor(HEBREW, HEBREW),
    account.madeForNobody(HEBREW),
    account.signedInAs(HEBREW),
    account.typedAs(HEBREW, HEBREW),
  ];
  for (const text of sentences) expect(text.replaceAll(inside, '')).not.toContain(HEBREW);
});
