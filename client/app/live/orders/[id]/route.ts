import { getOrder } from '@/lib/api';
import { digest } from '@/lib/digest';
import { liveAnswer } from '@/lib/live-answer';

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  return liveAnswer(await getOrder((await params).id), (order) => ({ seen: digest(order) }));
}
