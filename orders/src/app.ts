import { createApp, type Health, type Sessions } from '@ticketing/common/http';
import type { Logger } from '@ticketing/common/telemetry';
import { cancelOrder } from './routes/cancel-order.js';
import { createOrder } from './routes/create-order.js';
import { listOrders } from './routes/list-orders.js';
import { showOrder } from './routes/show-order.js';
import type { ReservationRules } from './use-cases/wish.js';

interface Parts {
  logger: Logger;
  health: Health;
  sessions: Sessions;
  rules: ReservationRules;
}

export function ordersApp({ rules, ...parts }: Parts) {
  return createApp({ ...parts, routes: [listOrders, showOrder, createOrder(rules), cancelOrder] });
}
