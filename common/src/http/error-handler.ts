import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import {
  BadRequestError,
  HttpError,
  NotFoundError,
  PayloadTooLargeError,
  ServiceUnavailableError,
  UnsupportedMediaTypeError,
} from '../errors/http-errors.js';
import { isOutage } from '../errors/is-outage.js';
import type { Logger } from '../telemetry/logger.js';
import { logRefusal } from './security-log.js';

/** The largest body that a request may have. */
export const BODY_LIMIT = '100kb';

/** The type of the error for a body whose bytes are not UTF-8. */
export const INVALID_UTF8 = 'utf8.invalid';

/** The answer when the database did not answer. A request that only reads cannot have changed anything. */
export function unavailable({ method }: { method: string }): ServiceUnavailableError {
  return new ServiceUnavailableError(method !== 'GET' && method !== 'HEAD');
}

/** Sends `{errors: [{message, field?}]}` and the `details` of the error, with its status and header fields. */
export function sendError(res: Response, error: HttpError): void {
  res
    .set(error.headers)
    .status(error.status)
    .json({ errors: error.serialize(), ...error.details });
}

/** Answers 404 for a path without a route. */
export const notFound: RequestHandler = () => {
  throw new NotFoundError();
};

/**
 * Turns the error of a route into `{errors: [{message, field?}]}`, with the error's `details` beside it. An error that
 * is not an `HttpError` is logged with all its details. It is answered with 503 when the database is away, otherwise with
 * 500 and "Something went wrong".
 */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (thrown: unknown, req, res, next) => {
    const known = asHttpError(thrown);
    const error = known ?? (isOutage(thrown) ? unavailable(req) : undefined);
    const request = { method: req.method, path: req.path };
    if (!known) logger.error({ err: thrown, ...request }, 'request failed');
    else if (known.forOperator) logger.error({ code: known.code, ...request }, known.message);
    if (error) logRefusal(logger, req, error);
    if (res.writableEnded) return; // the deadline has answered; the connection may serve other requests by now
    if (res.headersSent) {
      next(thrown); // the answer has begun and cannot be changed: Express closes the connection
      return;
    }
    if (error) sendError(res, error);
    else res.status(500).json({ errors: [{ message: 'Something went wrong' }] });
  };
}

function asHttpError(thrown: unknown): HttpError | undefined {
  if (thrown instanceof HttpError) return thrown;
  const { status, expose, type } = (thrown ?? {}) as { status?: unknown; expose?: unknown; type?: unknown };
  // Express marks a path with a broken % sequence with 400: it names nothing. Any other URIError is a bug
  if (thrown instanceof URIError) return status === 400 ? new NotFoundError() : undefined;
  // the codes of the body parser of Express, https://github.com/expressjs/body-parser#errors
  switch (type) {
    case 'entity.too.large':
      return new PayloadTooLargeError(BODY_LIMIT);
    case 'entity.parse.failed':
      return new BadRequestError('The request body is not valid JSON');
    case INVALID_UTF8:
      return new BadRequestError('The request body is not valid UTF-8');
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new UnsupportedMediaTypeError();
    case 'request.aborted':
    case 'request.size.invalid':
      return new BadRequestError('The request body did not arrive whole');
    default:
      // an error in a compressed body has no code
      return status === 400 && expose === true
        ? new BadRequestError('The request body could not be read')
        : undefined;
  }
}
