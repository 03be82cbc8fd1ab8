import { getOrder } from '@/lib/api';
import { fingerprint } from '@/lib/fingerprint';
import { liveResponse } from '@/lib/live-response';

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  return liveResponse(getOrder((await params).id), (order) => ({ fingerprint: fingerprint(order) }));
}
