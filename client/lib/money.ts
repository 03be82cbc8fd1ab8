/** Writes an amount of dollars as people of `locale` do. */
export function formatPrice(dollars: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' }).format(dollars);
}

/**
 * The text with which a form begins: as people of `locale` type an amount, without groups and without the currency. Only
 * the number is taken: with Arabic digits, CLDR's Azerbaijani writes the words "standart onluq kəsr" before it.
 */
export function typedPrice(dollars: number, locale: string): string {
  const digits = Number.isInteger(dollars) ? 0 : 2;
  return new Intl.NumberFormat(locale, {
    useGrouping: false,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
    .formatToParts(dollars)
    .filter(({ type }) => type !== 'literal')
    .map(({ value }) => value)
    .join('');
}
