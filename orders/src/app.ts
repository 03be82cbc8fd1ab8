import { createApp, type Health, type Sessions } from '@ticketing/common/http';
import type { Logger } from '@ticketing/common/telemetry';
import { cancelOrder } from './routes/cancel-order.js';
import { createOrder } from './routes/create-order.js';
import { listOrders } from './routes/list-orders.js';
import { showOrder } from './routes/show-order.js';

interface Parts {
  logger: Logger;
  health: Health;
  sessions: Sessions;
  /** An order reserves its ticket for this many seconds. */
  windowSeconds: number;
}

export function ordersApp({ windowSeconds, ...parts }: Parts) {
  return createApp({ ...parts, routes: [listOrders, showOrder, createOrder(windowSeconds), cancelOrder] });
}
