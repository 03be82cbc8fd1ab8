import type { Rule } from '../violation.js';

/** A webhook that the bank has not signed is refused. */
export const forgedWebhooks: Rule = ({ history: { forgeries } }) =>
  forgeries
    .filter(({ status }) => status !== undefined && status < 400)
    .map(({ how, status }) => ({ of: 'a forged webhook', what: `(${how}) was answered with ${status}` }));
