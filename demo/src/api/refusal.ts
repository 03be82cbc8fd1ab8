import type { Answer } from './api.js';

/** The system has refused a request. Its message is for people. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }

  static of({ status, body }: Answer<unknown>): Refusal {
    const { errors } = (body ?? {}) as { errors?: { message?: string }[] };
    const messages = (Array.isArray(errors) ? errors : []).flatMap(({ message }) => message ?? []);
    return new Refusal(status, messages.join('; ') || `the answer was ${status}`);
  }
}
