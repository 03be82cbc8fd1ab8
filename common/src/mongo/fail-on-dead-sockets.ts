import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import mongoose from 'mongoose';

/** What of the driver's inner class is needed. */
interface DriverConnection {
  readonly address: string;
  readonly socket: Socket;
  /** Closes the connection and tells its pool. Once: later calls change nothing. */
  onError(error: Error): void;
  writeCommand(...args: unknown[]): Promise<void>;
}

const patched = new WeakSet<object>();

/**
 * The driver (6.20, and 6.22 still) waits for `drain` after a write for which the socket has no room. A socket that is
 * destroyed, but whose `close` has not come yet, takes nothing and gives neither `drain` nor `error`; its timeout does
 * not run either. A command that falls into this moment waits for ever. When it is the monitor's own, the client never
 * finds its server again, and every operation fails until the process is started anew.
 *
 * From now on such a command fails like any other on a connection that broke.
 */
export function failOnDeadSockets(): void {
  // the driver that mongoose uses
  const ofMongoose = createRequire(require.resolve('mongoose'));
  const { Connection } = ofMongoose('mongodb/lib/cmap/connection.js') as {
    Connection: { prototype: DriverConnection };
  };
  const driver = Connection.prototype;
  if (patched.has(driver)) return;
  patched.add(driver);
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its connection below
  const { writeCommand } = driver;
  driver.writeCommand = async function (...args) {
    const { socket } = this;
    let fail = () => undefined as void;
    const gone = new Promise<never>((_, reject) => {
      fail = () => reject(new mongoose.mongo.MongoNetworkError(`connection to ${this.address} closed`));
    });
    socket.once('close', fail);
    if (socket.destroyed) fail();
    try {
      await Promise.race([writeCommand.apply(this, args), gone]);
    } catch (error) {
      if (socket.destroyed) this.onError(error as Error);
      throw error;
    } finally {
      socket.off('close', fail);
    }
  };
}
