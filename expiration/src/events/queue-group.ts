/** The service's queue group and durable on every channel it hears. */
export const QUEUE_GROUP = 'expiration-service';
