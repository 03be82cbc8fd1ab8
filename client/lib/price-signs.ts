import { plainText } from './plain-number-text';

/** The numbers of digits in the groups of a whole number: in the last group, and in the others. */
interface Grouping {
  signs: string[];
  last: number;
  others: number;
}

/** The signs with which people of a locale write amounts of US dollars. */
export interface PriceSigns {
  /** Signs and names of the currency, the longest first. */
  currency: string[];
  decimal: string[];
  groupings: Grouping[];
}

/** A comma or a point may be either, depending on who writes it. The others are the same everywhere. */
const DECIMAL = ['.', ',', '،', '⹁', '٫'];
const GROUP = ['.', ',', '،', '⹁', '٬', ' ', "'"];
const CURRENCY = ['us$', '$us', 'us $', '$ us', 'usd', '$', 'us dollars', 'us dollar', 'dollars', 'dollar'];
const LARGE = 123_456_789.5;
/** Among these amounts each language has one of each of its plural forms. */
const AMOUNTS = [
  ...Array.from({ length: 200 }, (_, cents) => cents / 100),
  ...Array.from({ length: 200 }, (_, dollars) => dollars),
  1_000,
  1_000_000,
];

export function priceSigns(locale: string): PriceSigns {
  const parts = (['symbol', 'narrowSymbol', 'code', 'name'] as const).flatMap((currencyDisplay) => {
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', currencyDisplay });
    return (currencyDisplay === 'name' ? amountsOfAllForms(locale) : [LARGE]).flatMap((amount) =>
      format.formatToParts(amount),
    );
  });
  const own = (type: Intl.NumberFormatPartTypes) =>
    parts.filter((part) => part.type === type).map(({ value }) => plainText(value));
  const [last = 3, others = 3] = groupSizes(locale);
  return {
    currency: [...new Set([...CURRENCY, ...own('currency')])].sort((a, b) => b.length - a.length),
    decimal: [...DECIMAL, ...own('decimal')],
    groupings: [
      { signs: [...GROUP, ...own('group')], last: 3, others: 3 },
      // people of India write 12,34,567
      { signs: own('group'), last, others },
    ],
  };
}

/** One amount for each plural form of a language. The name of a currency has a form for each of them. */
function amountsOfAllForms(locale: string): number[] {
  const rules = new Intl.PluralRules(locale, { minimumFractionDigits: 2 }); // as amounts are written
  const missing = new Set(rules.resolvedOptions().pluralCategories);
  return AMOUNTS.filter((amount) => missing.size > 0 && missing.delete(rules.select(amount)));
}

/** The sizes of the groups of a large number, from the last one on. */
function groupSizes(locale: string): number[] {
  const parts = new Intl.NumberFormat(locale).formatToParts(123_456_789);
  const groups = parts.filter(({ type }) => type === 'integer').map(({ value }) => [...value].length);
  return groups.length > 2 ? groups.reverse().slice(0, 2) : [];
}
