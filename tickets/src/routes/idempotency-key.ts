import type { Request } from 'express';
import { header, type ValidationChain } from 'express-validator';

const NAME = 'Idempotency-Key';

/** The check of the header field `Idempotency-Key`. It is given at most once. */
export function idempotencyKeyCheck(): ValidationChain {
  return header(NAME, `${NAME} must be 1 to 255 visible ASCII characters, without spaces, and given once`)
    .optional()
    .custom((_value, { req }) => {
      const values = (req as Request).headersDistinct[NAME.toLowerCase()] ?? [];
      return values.length === 1 && /^[\x21-\x7e]{1,255}$/.test(values[0]!);
    });
}

/** The key of a checked request; undefined when there is none. */
export function readIdempotencyKey(req: Request): string | undefined {
  return req.get(NAME);
}
