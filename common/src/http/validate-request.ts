import type { RequestHandler } from 'express';
import { type ValidationChain, validationResult } from 'express-validator';
import { RequestValidationError } from '../errors/http-errors.js';

/**
 * Runs the checks of a route.
 * @throws {RequestValidationError} with one item for each wrong field.
 */
export function validateRequest(...checks: ValidationChain[]): RequestHandler {
  return async (req, _res, next) => {
    for (const check of checks) await check.run(req);
    const items = validationResult(req)
      .formatWith((error) => ({
        message: String(error.msg),
        ...(error.type === 'field' ? { field: error.path } : {}),
      }))
      .array();
    if (items.length > 0) throw new RequestValidationError(items);
    next();
  };
}
