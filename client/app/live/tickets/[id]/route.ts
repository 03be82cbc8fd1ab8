import { getTicket } from '@/lib/api';
import { digest } from '@/lib/digest';
import { liveAnswer } from '@/lib/live-answer';

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  return liveAnswer(await getTicket((await params).id), (ticket) => ({ seen: digest(ticket) }));
}
