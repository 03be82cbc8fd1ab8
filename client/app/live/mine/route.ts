import type { NextRequest } from 'next/server';
import { listTickets } from '@/lib/api';
import { fingerprint } from '@/lib/fingerprint';
import { readPaging } from '@/lib/list-query';
import { liveResponse } from '@/lib/live-response';

export function GET({ nextUrl }: NextRequest) {
  const query = readPaging(Object.fromEntries(nextUrl.searchParams));
  return liveResponse(listTickets({ mine: true, ...query }), (page) => ({ fingerprint: fingerprint(page) }));
}
