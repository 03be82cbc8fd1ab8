import type { Request, Response } from 'express';
import { matchedData, query, type ValidationChain } from 'express-validator';
import { Types } from 'mongoose';
import { isId } from '../mongo/id.js';
import { cursorAfter, idBefore } from '../text/cursor.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

export interface Page {
  limit: number;
  /** The id of the last item of the previous page. This page has items with smaller ids. */
  before?: string;
}

/** The checks of `?limit=` (1 to 100, default 50) and `?cursor=`. */
export function pageChecks(): ValidationChain[] {
  return [
    query('limit')
      .optional()
      .custom(
        (value: unknown) => typeof value === 'string' && /^\d{1,3}$/.test(value) && inRange(Number(value)),
      )
      .withMessage(`limit must be a whole number from 1 to ${MAX_LIMIT}`),
    query('cursor')
      .optional()
      .custom((value: unknown) => typeof value === 'string' && isId(idBefore(value)))
      .withMessage('cursor must be one from a Link header'),
  ];
}

/** The page that a checked request asks for. */
export function readPage(req: Request): Page {
  const { limit, cursor } = matchedData<{ limit?: string; cursor?: string }>(req, { locations: ['query'] });
  return { limit: Number(limit ?? DEFAULT_LIMIT), ...(cursor ? { before: idBefore(cursor) } : {}) };
}

/** The filter of the items that come after the previous page, in a list that is read newest first by id. */
export function beforeIn({ before }: Page): { _id?: { $lt: Types.ObjectId } } {
  return before === undefined ? {} : { _id: { $lt: new Types.ObjectId(before) } };
}

/**
 * Answers with one page of a list that is read newest first by id. With keyset paging every page costs as much as the
 * first. The `Link` header points to the next page.
 * @param items up to `limit + 1` items. The additional item shows that there is a next page; it is not sent.
 */
export function sendPage<T extends { _id: unknown }>(
  req: Request,
  res: Response,
  { limit }: Page,
  items: T[],
  present: (item: T) => unknown,
): void {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  if (last && items.length > limit) {
    const next = new URL(req.originalUrl, 'http://any');
    next.searchParams.set('cursor', cursorAfter(String(last._id)));
    res.set('link', `<${next.pathname}${next.search}>; rel="next"`);
  }
  res.json(shown.map(present));
}

function inRange(limit: number): boolean {
  return limit >= 1 && limit <= MAX_LIMIT;
}
