import { createApp, type Health, type Sessions } from '@ticketing/common/http';
import type { Logger } from '@ticketing/common/telemetry';
import type { PassKeys } from './pass/pass-keys.js';
import { cancelOrder } from './routes/cancel-order.js';
import { createOrder } from './routes/create-order.js';
import { listOrders } from './routes/list-orders.js';
import { listPassKeys } from './routes/list-pass-keys.js';
import { showOrder } from './routes/show-order.js';
import { showPass } from './routes/show-pass.js';
import type { ReservationRules } from './use-cases/wish.js';

interface Parts {
  logger: Logger;
  health: Health;
  sessions: Sessions;
  rules: ReservationRules;
  passKeys: PassKeys;
}

export function ordersApp({ rules, passKeys, ...parts }: Parts) {
  return createApp({
    ...parts,
    routes: [
      listOrders,
      listPassKeys(passKeys), // before the order whose id would be `pass-keys`
      showOrder,
      showPass(passKeys),
      createOrder(rules),
      cancelOrder,
    ],
  });
}
