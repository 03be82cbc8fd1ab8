import type { NextRequest } from 'next/server';
import { listTickets } from '@/lib/api';
import { readBrowse } from '@/lib/browse';
import { digest } from '@/lib/digest';
import { liveAnswer } from '@/lib/live-answer';

export async function GET({ nextUrl }: NextRequest) {
  const { cursor, show: limit } = readBrowse(Object.fromEntries(nextUrl.searchParams));
  return liveAnswer(await listTickets({ mine: true, cursor, limit }), (page) => ({ seen: digest(page) }));
}
