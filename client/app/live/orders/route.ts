import type { NextRequest } from 'next/server';
import { listOrders } from '@/lib/api';
import { readBrowse } from '@/lib/browse';
import { ordersClock } from '@/lib/orders-clock';
import { digest } from '@/lib/digest';
import { liveAnswer } from '@/lib/live-answer';
import { orderStates } from '@/lib/order-state';
import { givenUpOrders } from '@/lib/visitor';

export async function GET({ nextUrl }: NextRequest) {
  const { cursor, show: limit } = readBrowse(Object.fromEntries(nextUrl.searchParams));
  const givenUp = await givenUpOrders();
  return liveAnswer(await listOrders({ cursor, limit }), (page) => ({
    seen: digest([page, orderStates(page.items, ordersClock.now(Date.now()), givenUp)]), // some change by time alone
  }));
}
