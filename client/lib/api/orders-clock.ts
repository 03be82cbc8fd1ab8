import { ServerClock } from '@/lib/server-clock';

/** The clock by which reservations end, as the answers of the orders service tell it; this server's own may be wrong. */
export const ordersClock = new ServerClock(() => performance.now());
