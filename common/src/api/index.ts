export type { AnswerOf, Callable, CallInput } from './call.js';
export { errorBody } from './errors.js';
export { type AnswerDescription, type HeaderName, type Operation, type OperationName } from './operation.js';
export { operations, type Operations } from './operations.js';
export {
  type OrderBody,
  order,
  orderedTicket,
  orderInput,
  orderQuery,
  pass,
  type PassBody,
  passKeys,
} from './orders.js';
export {
  type PaymentBody,
  payment,
  paymentInput,
  paymentsConfig,
  type PaymentsConfigBody,
  paymentsQuery,
} from './payments.js';
export { type TicketBody, type TicketInput, ticket, ticketInput, ticketKey, ticketQuery } from './tickets.js';
export {
  accountDeletion,
  credentials,
  newCredentials,
  passwordChange,
  type UserBody,
  user,
  whoIsSignedIn,
} from './users.js';
