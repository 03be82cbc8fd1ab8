import 'server-only';
import { accountNow } from './account';
import type { Result } from './api/result';
import { ordersClock } from './orders-clock';

/**
 * Answers a page that asks whether it is up to date. `tell` picks what the page needs. The account that is signed in and
 * the time are added: one request covers them all.
 */
export async function liveResponse<T>(
  asked: Promise<Result<T>>,
  tell: (value: T) => object,
): Promise<Response> {
  const [result, account] = await Promise.all([asked, accountNow()]);
  const headers = { 'cache-control': 'no-store' };
  const common = { account, now: ordersClock.now(Date.now()) };
  if (result.ok) return Response.json({ ...tell(result.value), ...common }, { headers });
  return Response.json(common, { status: STATUS[result.failure.kind], headers });
}

const STATUS = {
  unauthorized: 401,
  notFound: 404,
  refused: 400,
  reused: 400,
  changed: 409,
  busy: 503,
  down: 503,
} as const;
