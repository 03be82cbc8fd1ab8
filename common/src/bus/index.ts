export type { DeadLetter } from './dead-letter.js';
export { UnprocessableMessageError } from './errors.js';
export { Listener } from './listener.js';
export { NatsConnection } from './nats-connection.js';
export { Publisher } from './publisher.js';
