import type { NextRequest } from 'next/server';
import { redirect } from 'next/navigation';
import { untilSettled } from '@/lib/paying/until-settled';

export const dynamic = 'force-dynamic';

/**
 * A buyer comes here from the card form or from the bank. The address may carry more than it should, as Stripe adds the
 * client secret to it. So there is no page here, and the browser goes on at once to the page of the order.
 */
export async function GET({ nextUrl }: NextRequest, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!/^\w+$/.test(id)) redirect('/orders');
  await untilSettled(id, nextUrl.searchParams.get('payment') ?? '');
  redirect(`/orders/${id}`);
}
