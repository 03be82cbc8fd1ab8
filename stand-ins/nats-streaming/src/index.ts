export { NatsStreamingServer, type NatsStreamingServerOptions } from './nats-streaming-server.js';
