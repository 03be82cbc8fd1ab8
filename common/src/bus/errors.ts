import { inspect } from 'node:util';

/** The broker cannot be reached now. The caller must keep the message and publish it again. */
export class BusUnavailableError extends Error {
  readonly code = 'BUS_UNAVAILABLE';

  constructor(reason: string) {
    super(`the bus is not available: ${reason}`);
    this.name = 'BusUnavailableError';
  }
}

/** The broker does not let the user of this connection publish to the channel. It stays so until somebody changes the user. */
export class BusRefusedError extends Error {
  readonly code = 'BUS_REFUSED';

  constructor(readonly channel: string) {
    super(`the broker does not let the user in NATS_URL publish to ${channel}`);
    this.name = 'BusRefusedError';
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

/** Returns the thrown value as an Error. Code may throw anything; node-nats-streaming 0.3.2 passes some errors as strings. */
export function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Error(typeof thrown === 'string' ? thrown : inspect(thrown));
}

/** The text of an error in one line. An AggregateError may have no text of its own, only errors that have one. */
export function reasonOf(error: Error): string {
  const { errors } = error as { errors?: unknown };
  const inner = Array.isArray(errors) ? errors.map((each) => asError(each).message).join('; ') : '';
  return error.message || inner || error.name;
}
