export { isWholeCents, priceProblem } from './price-problem.js';
export { CURRENCY, toCents } from './to-cents.js';
