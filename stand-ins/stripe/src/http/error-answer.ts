import type { Answer } from '../api/call.js';
import { ApiError, invalidRequest } from '../errors.js';
import type { Logger } from '../logger.js';

/** Turns what a request failed with into Stripe's answer. `request` names it in the log. */
export function errorAnswer(error: unknown, request: string, logger: Logger): Answer {
  if (error instanceof ApiError) return { status: error.status, body: { error: error.body } };
  const { status, message } = error as { status?: number; message?: string };
  // A body that is too large or no text is the fault of the caller: the body parser says so
  if (status !== undefined && status >= 400 && status < 500)
    return { status, body: { error: invalidRequest(message ?? 'Invalid request').body } };
  logger.error(`${request}: ${error instanceof Error ? error.stack : String(error)}`);
  const body = {
    type: 'api_error',
    message: 'An unknown error occurred in the stand-in for Stripe: see its log.',
  };
  return { status: 500, body: { error: body } };
}
