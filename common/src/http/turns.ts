import { AsyncResource } from 'node:async_hooks';

/**
 * Lets one request begin in one turn of the event loop, in the order in which they came. Node takes one new connection in each
 * turn (libuv 1.42 and later). A turn in which the requests of a whole crowd begin takes long; then the others wait for their
 * connection, for as long as it takes, where no limit sees them.
 */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  private hasBegun = false;

  begin(work: () => void): void {
    // the turn in which it begins was asked for by another request, and would give it the trace of that one
    if (this.hasBegun) this.waiting.push(AsyncResource.bind(work));
    else this.start(work);
  }

  private start(work: () => void): void {
    this.hasBegun = true;
    setImmediate(this.nextTurn);
    work();
  }

  private readonly nextTurn = () => {
    this.hasBegun = false;
    const work = this.waiting.shift();
    if (work) this.start(work);
  };
}
