/** Writes an amount of dollars as people of `locale` do. */
export function formatPrice(dollars: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' }).format(dollars);
}

/**
 * Reads a typed price, in dollars; NaN if it is not a number. A comma or a point before the last one or two digits
 * begins the cents. All others group thousands.
 */
export function parsePrice(typed: string): number {
  const text = typed.replace(/[\s$\u00a0\u202f'’]/g, '');
  const [, whole = '', , cents = ''] =
    /^(\d{0,3}(?:(?:[.,]\d{3})+|\d*))([.,](\d{0,2}|\d{4,}))?$/.exec(text) ?? [];
  if (whole === '' && cents === '') return NaN;
  return Number(`${whole.replace(/[.,]/g, '') || '0'}.${cents || '0'}`);
}
