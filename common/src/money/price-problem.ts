/** In dollars. A card can be charged no less and no more (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). */
const [LEAST, MOST] = [0.5, 999_999.99];

/**
 * Why a new or edited ticket cannot have this price, in words for its seller. Undefined for a price that it can have: whole
 * cents that a card can be charged. Tickets that were listed before this rule may have others.
 */
export function priceProblem(price: unknown): string | undefined {
  if (typeof price !== 'number' || !Number.isFinite(price)) return 'price must be a number of dollars';
  if (price < LEAST || price > MOST) {
    const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
    return `A ticket costs at least ${dollars.format(LEAST)} and at most ${dollars.format(MOST)}. A card can be charged no less and no more.`;
  }
  return isWholeCents(price) ? undefined : 'price must have at most two decimals';
}

/** Whether a number of dollars has at most two decimals. */
export function isWholeCents(dollars: number): boolean {
  return Math.round(dollars * 100) / 100 === dollars;
}
