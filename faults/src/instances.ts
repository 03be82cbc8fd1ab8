/** How many of each service a campaign runs. */
export const INSTANCES = { auth: 1, tickets: 2, orders: 2, expiration: 2 };

/** The processes of the services. */
export const SERVICES = Object.entries(INSTANCES).flatMap(([service, count]) =>
  Array.from({ length: count }, (_, index) => (index === 0 ? service : `${service}-${index + 1}`)),
);

/** The servers behind them. */
export const SERVERS = ['mongodb-tickets', 'mongodb-orders', 'nats-streaming', 'redis', 'mongodb-auth'];
