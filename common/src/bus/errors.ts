/** The broker cannot be reached now. The caller must keep the message and publish it again. */
export class BusUnavailableError extends Error {
  readonly code = 'BUS_UNAVAILABLE';

  constructor(reason: string) {
    super(`the bus is not available: ${reason}`);
    this.name = 'BusUnavailableError';
  }
}

/** A listener throws this for a message that will fail on every attempt. The message is parked at once. */
export class UnprocessableMessageError extends Error {
  readonly code = 'UNPROCESSABLE_MESSAGE';

  constructor(reason: string) {
    super(reason);
    this.name = 'UnprocessableMessageError';
  }
}

/** Returns the thrown value as an Error: node-nats-streaming 0.3.2 passes some errors as strings. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
