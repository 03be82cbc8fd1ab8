export const dynamic = 'force-dynamic';

/**
 * The site runs and can serve pages. The health of the services does not count: each has an endpoint of its own, and a
 * page tells the visitor if one of them is down.
 */
export function GET() {
  return Response.json({ status: 'ok' });
}
