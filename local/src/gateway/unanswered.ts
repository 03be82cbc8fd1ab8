import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * The requests of each connection that have no complete answer yet. A client may send requests one after another without
 * waiting, and their answers must leave in the same order.
 */
export class Unanswered {
  private readonly responses = new WeakMap<Duplex, ServerResponse[]>();
  private readonly last = new WeakMap<Duplex, ServerResponse>();

  add(res: ServerResponse): void {
    const { socket } = res.req;
    this.last.set(socket, res);
    this.responses.set(socket, [...this.of(socket), res]);
    res.once('close', () => {
      this.responses.set(
        socket,
        this.of(socket).filter((other) => other !== res),
      );
    });
  }

  of(socket: Duplex): ServerResponse[] {
    return this.responses.get(socket) ?? [];
  }

  /** The last request of the connection, with or without an answer, when its body is still on its way. */
  withHalfBody(socket: Duplex): ServerResponse | undefined {
    const last = this.last.get(socket);
    return last?.req.complete ? undefined : last;
  }

  /** Calls `next` when all earlier requests of the connection have their answers, unless it is closed before. */
  afterEarlier(socket: Duplex, next: () => void): void {
    // an error closes the connection; without a listener it would end the process
    const ignore = () => undefined;
    socket.on('error', ignore);
    const look = () => {
      if (socket.destroyed) return;
      const [first] = this.of(socket);
      if (first) return void first.once('close', () => setImmediate(look));
      socket.off('error', ignore);
      next();
    };
    look();
  }
}
