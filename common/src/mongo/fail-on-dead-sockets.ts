import type { Socket } from 'node:net';
import { MongoClient } from 'mongodb';
import mongoose from 'mongoose';

/** The part of the driver's internal class that is used here. */
interface DriverConnection {
  readonly address: string;
  readonly socket: Socket;
  /** Closes the connection and tells its pool. Later calls have no effect. */
  onError(error: Error): void;
  writeCommand(...args: unknown[]): Promise<void>;
}

const patched = new WeakSet<object>();

/**
 * Makes a command fail when its socket is already destroyed.
 *
 * The driver (6.20 to 6.22) waits for `drain` after a write when the socket's buffer is full. A socket that is destroyed,
 * but has not emitted `close` yet, accepts nothing and emits neither `drain` nor `error`; its timeout does not run
 * either. A command that is written in this moment would wait for ever. If it is a command of the driver's monitor, the
 * client never finds its server again, and every operation fails until the process is restarted. After this call such a
 * command fails like any other command on a broken connection.
 */
export function failOnDeadSockets(): void {
  if (MongoClient !== mongoose.mongo.MongoClient)
    throw new Error(
      'mongoose has another driver: common/package.json must name the mongodb that mongoose names',
    );
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the class is internal, so there is no type to import
  const { Connection } = require('mongodb/lib/cmap/connection.js') as {
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
