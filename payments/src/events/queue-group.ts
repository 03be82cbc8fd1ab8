/** The queue group and the durable of this service on every channel that it hears. */
export const QUEUE_GROUP = 'payments-service';
