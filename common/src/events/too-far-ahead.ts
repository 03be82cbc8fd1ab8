/**
 * No honest event is further ahead than this of what its listener knows.
 *
 * The broker gives each instance of a queue group at most 1024 messages at a time, and an instance handles them in their
 * order. So an event can overtake only those that other instances still handle: with at most 12 instances
 * (`infra/k8s/patches/autoscaler.yaml`) these are fewer than 13 000, even if all of them are about one ticket. The rest
 * is room for events that were lost with a part of a database.
 */
export const MOST_AHEAD = 20_000;

/**
 * An event has a version or a hold that is further ahead than anything honest could be. If a listener believed it, every
 * honest event of the same thing would count as older from then on. The message is parked.
 */
export class TooFarAheadError extends Error {
  readonly code = 'TOO_FAR_AHEAD';

  constructor(what: string, value: number, known: number) {
    super(`${what} ${value} is too far ahead: the newest that is known is ${known}`);
    this.name = 'TooFarAheadError';
  }
}

/**
 * @param what the thing and its field, such as `the hold of ticket 65f…`.
 * @param value the version or the hold of the event.
 * @param known the newest version or hold that the listener knows.
 * @throws {TooFarAheadError} when the value is more than `MOST_AHEAD` ahead.
 */
export function refuseTooFarAhead(what: string, value: number, known: number): void {
  if (value > known + MOST_AHEAD) throw new TooFarAheadError(what, value, known);
}
