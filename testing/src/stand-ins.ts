export { MongoServer } from '@ticketing/mongod';
export { NatsStreamingServer } from '@ticketing/nats-streaming';
export { eventually } from '@ticketing/processes';
