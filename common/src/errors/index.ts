export {
  BadRequestError,
  ConflictError,
  HttpError,
  IdempotencyKeyReusedError,
  NotAuthorizedError,
  NotFoundError,
  PreconditionFailedError,
  RequestValidationError,
  RetryLaterError,
  TooManyRequestsError,
} from './http-errors.js';
export { isOutage } from './is-outage.js';
