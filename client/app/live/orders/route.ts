import type { NextRequest } from 'next/server';
import { listOrders } from '@/lib/api';
import { currentOrderStates } from '@/lib/current-order-states';
import { fingerprint } from '@/lib/fingerprint';
import { readPaging } from '@/lib/list-query';
import { liveResponse } from '@/lib/live-response';

export async function GET({ nextUrl }: NextRequest) {
  const orders = await listOrders(readPaging(Object.fromEntries(nextUrl.searchParams)));
  const { states } = currentOrderStates(orders.ok ? orders.value.items : []);
  return liveResponse(Promise.resolve(orders), (page) => ({ fingerprint: fingerprint([page, states]) }));
}
