export { CURRENCY, toCents } from './to-cents.js';
