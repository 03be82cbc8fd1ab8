import 'server-only';
import { ordersClock } from './orders-clock';
import type { Result } from './api/result';

/** The answer to a page that asks whether it is up to date, with the server's time. */
export function liveAnswer<T>(result: Result<T>, tell: (value: T) => object): Response {
  const headers = { 'cache-control': 'no-store' };
  if (result.ok)
    return Response.json({ ...tell(result.value), now: ordersClock.now(Date.now()) }, { headers });
  const status = { unauthorized: 401, notFound: 404, refused: 400, down: 503 }[result.failure.kind];
  return Response.json({}, { status, headers });
}
