export { BadRequestError, NotAuthorizedError, NotFoundError, TooManyRequestsError } from './http-errors.js';
export { isOutage } from './is-outage.js';
