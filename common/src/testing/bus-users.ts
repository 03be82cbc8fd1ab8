/** May do everything on the bus. */
export const ADMIN = { user: 'admin', password: 'all' };

const requests = ['discover', 'sub', 'subclose', 'close'].map((request) => `_STAN.${request}.ticketing`);
const channels = ['own', 'expiration:complete', 'dead-letter', 'dead-letter-replayed'];

/** May publish to a few channels, like a service. */
export const WORKER = {
  user: 'worker',
  password: 's3cret',
  permissions: {
    publish: [...requests, ...channels.map((name) => `_STAN.pub.ticketing.${name}`), '_INBOX.>'],
    subscribe: ['_INBOX.>', '_STAN.acks.>'],
  },
};
