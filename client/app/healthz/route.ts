export const dynamic = 'force-dynamic';

/** Alive and able to serve; the services have a health of their own, and a page that says when they have not. */
export function GET() {
  return Response.json({ status: 'ok' });
}
