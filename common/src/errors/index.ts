export {
  BadRequestError,
  ConflictError,
  HttpError,
  IdempotencyKeyReusedError,
  NotAuthorizedError,
  NotFoundError,
  PreconditionFailedError,
  RetryLaterError,
  TooManyRequestsError,
} from './http-errors.js';
export { isOutage } from './is-outage.js';
