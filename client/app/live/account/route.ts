import { liveResponse } from '@/lib/live-response';

export const dynamic = 'force-dynamic';

/** A page without data of its own asks only who is signed in. */
export function GET() {
  return liveResponse(Promise.resolve({ ok: true, value: {} }), () => ({}));
}
