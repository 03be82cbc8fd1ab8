import { orderOperations } from './orders.js';
import { paymentOperations } from './payments.js';
import { ticketOperations } from './tickets.js';
import { userOperations } from './users.js';

/** Every route of the API that people and programs may call, said once. OpenAPI and the types of the site follow from it. */
export const operations = {
  ...userOperations,
  ...ticketOperations,
  ...orderOperations,
  ...paymentOperations,
};

export type Operations = typeof operations;
