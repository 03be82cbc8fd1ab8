export { checkOrigin, type OriginCheck } from './check-origin.js';
