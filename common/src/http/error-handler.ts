import type { ErrorRequestHandler, RequestHandler } from 'express';
import {
  BadRequestError,
  HttpError,
  NotFoundError,
  PayloadTooLargeError,
  UnsupportedMediaTypeError,
} from '../errors/http-errors.js';
import type { Logger } from '../telemetry/logger.js';

/** The largest body a request may have. */
export const BODY_LIMIT = '100kb';

/** For a path that no route took: 404. */
export const notFound: RequestHandler = () => {
  throw new NotFoundError();
};

/**
 * Turns whatever a route threw into `{errors: [{message, field?}]}`. What is not an `HttpError` is a 500 that says no
 * more than "Something went wrong"; the log has it all.
 */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (thrown: unknown, req, res, next) => {
    const error = asHttpError(thrown);
    if (!error) logger.error({ err: thrown, method: req.method, path: req.path }, 'request failed');
    if (res.headersSent) {
      next(thrown); // the answer has begun and can't be changed: Express cuts the connection
      return;
    }
    if (error) res.set(error.headers).status(error.status).json({ errors: error.serialize() });
    else res.status(500).json({ errors: [{ message: 'Something went wrong' }] });
  };
}

function asHttpError(thrown: unknown): HttpError | undefined {
  if (thrown instanceof HttpError) return thrown;
  const { status, expose, type } = (thrown ?? {}) as { status?: unknown; expose?: unknown; type?: unknown };
  // a path with a broken % sequence names nothing; any other URIError, which Express did not mark, is a fault of ours
  if (thrown instanceof URIError) return status === 400 ? new NotFoundError() : undefined;
  // the codes of Express' body parser, https://github.com/expressjs/body-parser#errors
  switch (type) {
    case 'entity.too.large':
      return new PayloadTooLargeError(BODY_LIMIT);
    case 'entity.parse.failed':
      return new BadRequestError('The request body is not valid JSON');
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new UnsupportedMediaTypeError();
    case 'request.aborted':
    case 'request.size.invalid':
      return new BadRequestError('The request body did not arrive whole');
    default:
      // what the body parser found while unpacking a compressed body has no code
      return status === 400 && expose === true
        ? new BadRequestError('The request body could not be read')
        : undefined;
  }
}
