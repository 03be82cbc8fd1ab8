/** The broker can't be reached now; what was to be published must be kept and tried again. */
export class BusUnavailableError extends Error {
  readonly code = 'BUS_UNAVAILABLE';

  constructor(reason: string) {
    super(`the bus is not available: ${reason}`);
    this.name = 'BusUnavailableError';
  }
}

/** Thrown by a listener for a message that no number of attempts will make right; it is parked at once. */
export class UnprocessableMessageError extends Error {
  readonly code = 'UNPROCESSABLE_MESSAGE';

  constructor(reason: string) {
    super(reason);
    this.name = 'UnprocessableMessageError';
  }
}

/** node-nats-streaming 0.3.2 hands out some of its errors as strings. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
