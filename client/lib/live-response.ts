import 'server-only';
import type { Result } from './api/result';
import { ordersClock } from './orders-clock';

/** Answers a page that asks whether it is up to date. `tell` picks what the page needs; the time is added. */
export function liveResponse<T>(result: Result<T>, tell: (value: T) => object): Response {
  const headers = { 'cache-control': 'no-store' };
  if (result.ok)
    return Response.json({ ...tell(result.value), now: ordersClock.now(Date.now()) }, { headers });
  const status = { unauthorized: 401, notFound: 404, refused: 400, down: 503 }[result.failure.kind];
  return Response.json({}, { status, headers });
}
