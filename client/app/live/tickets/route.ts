import type { NextRequest } from 'next/server';
import { listTickets } from '@/lib/api';
import { readBrowse } from '@/lib/browse';
import { liveAnswer } from '@/lib/live-answer';

export async function GET({ nextUrl }: NextRequest) {
  const { show: limit, ...query } = readBrowse(Object.fromEntries(nextUrl.searchParams));
  return liveAnswer(await listTickets({ ...query, limit }), ({ items, cursor }) => ({
    ids: items.map(({ id }) => id),
    more: cursor !== undefined,
  }));
}
