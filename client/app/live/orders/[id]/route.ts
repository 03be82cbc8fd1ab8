import { getOrder } from '@/lib/api';
import { liveResponse } from '@/lib/live-response';
import { orderNews } from '@/lib/order-news';

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const order = await getOrder((await params).id);
  const news = order.ok ? await orderNews(order.value) : undefined;
  return liveResponse(Promise.resolve(order), () => ({ fingerprint: news?.fingerprint }));
}
