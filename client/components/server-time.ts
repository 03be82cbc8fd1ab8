'use client';

import { ServerClock } from '@/lib/server-clock';

/** One clock for all that a page shows. */
export const serverClock = new ServerClock(() => performance.now());
