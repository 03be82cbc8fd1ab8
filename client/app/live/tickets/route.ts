import type { NextRequest } from 'next/server';
import { listTickets } from '@/lib/api';
import { readListQuery } from '@/lib/list-query';
import { liveResponse } from '@/lib/live-response';

export function GET({ nextUrl }: NextRequest) {
  const query = readListQuery(Object.fromEntries(nextUrl.searchParams));
  return liveResponse(listTickets(query), ({ items, cursor }) => ({
    ids: items.map(({ id }) => id),
    more: cursor !== undefined,
  }));
}
