export {
  BadRequestError,
  IdempotencyKeyReusedError,
  NotAuthorizedError,
  NotFoundError,
  PreconditionFailedError,
  TooManyRequestsError,
} from './http-errors.js';
export { isOutage } from './is-outage.js';
