import { formatPrice } from './money';
import { plainText } from './plain-number-text';
import { priceSigns, type PriceSigns } from './price-signs';
import * as words from './words';

const texts = words.form.priceRefusals;

/** What a visitor typed as a price: an amount of dollars, or the reason why it is none, in words for the visitor. */
export type TypedPrice = { dollars: number } | { refusal: string };

interface Reading {
  whole: string;
  cents: string;
}

/**
 * Reads a price that a visitor of `locale` typed, with any digits, and with or without a sign or name of the US dollar.
 * It reads everything that `formatPrice` writes. What could mean two amounts is refused, for example 1,234: some people
 * write a thousand so, and others write one and a fraction.
 */
export function parsePrice(typed: string, locale: string, signs = priceSigns(locale)): TypedPrice {
  const text = withoutCurrency(plainText(typed), signs.currency);
  if (text === '') return { refusal: texts.missing };
  if (/^-[^-]*\d/.test(text)) return { refusal: texts.negative };
  const [reading, other] = readings(text, signs);
  if (!reading) return { refusal: texts.notANumber };
  const dollars = dollarsOf(reading);
  if (other) {
    const [one, two] = [dollars, dollarsOf(other)].map((amount) => formatPrice(amount, locale));
    return { refusal: texts.ambiguous(typed.trim(), one!, two!) };
  }
  return reading.cents.length > 2 ? { refusal: texts.decimals } : { dollars };
}

/** Takes the sign or name of the currency away, before and behind the number. */
function withoutCurrency(text: string, currency: string[]): string {
  let rest = text.trim();
  const minus = rest.startsWith('-') ? '-' : '';
  rest = rest.slice(minus.length).trim();
  rest = rest.slice(currency.find((sign) => rest.startsWith(sign))?.length ?? 0).trim();
  rest = rest.slice(0, rest.length - (currency.find((sign) => rest.endsWith(sign))?.length ?? 0)).trim();
  return minus + rest;
}

/** The amounts that a text may mean: its last sign may group thousands, or begin the cents. */
function readings(text: string, { decimal, groupings }: PriceSigns): Reading[] {
  const found: Reading[] = [];
  const whole = ungrouped(text, groupings);
  if (whole) found.push({ whole, cents: '' });
  const at = text.search(/\D\d*$/);
  const sign = text.charAt(at);
  if (decimal.includes(sign) && text.indexOf(sign) === at) {
    const before = ungrouped(text.slice(0, at), groupings);
    const cents = text.slice(at + 1);
    if (before !== undefined && (before !== '' || cents !== '')) found.push({ whole: before, cents });
  }
  return found;
}

/** The digits of a whole number; undefined when it is none, or has other signs than one that groups its thousands. */
function ungrouped(text: string, groupings: PriceSigns['groupings']): string | undefined {
  if (/^\d*$/.test(text)) return text;
  const sign = /\D/.exec(text)![0];
  const groups = text.split(sign);
  const [first = '', ...others] = groups;
  const sizes = others.map((group) => group.length);
  const last = sizes.pop();
  const fits = groupings.some(
    (grouping) =>
      grouping.signs.includes(sign) &&
      first.length <= grouping.others &&
      sizes.every((size) => size === grouping.others) &&
      last === grouping.last,
  );
  return fits && !first.startsWith('0') && groups.every((group) => /^\d+$/.test(group))
    ? groups.join('')
    : undefined;
}

/** In dollars, rounded down to whole cents. */
function dollarsOf({ whole, cents }: Reading): number {
  return Number(`${whole || '0'}.${cents.slice(0, 2) || '0'}`);
}
