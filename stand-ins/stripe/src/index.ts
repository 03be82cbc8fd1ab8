export { newStripeKeys, type StripeKeys } from './keys.js';
export { StripeServer, type StripeServerOptions } from './stripe-server.js';
