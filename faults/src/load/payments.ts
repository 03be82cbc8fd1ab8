import { type Collection, ObjectId } from 'mongodb';
import type { Recorder } from '../history.js';

interface OrderDocument {
  _id: ObjectId;
  status: string;
  version: number;
}

/**
 * Completes orders in the database of the orders service, as no service does that yet. One write sets the status and the
 * next version, if the order is still as it was read. There is no event for it.
 */
export class Payments {
  constructor(
    private readonly orders: Collection<OrderDocument>,
    private readonly recorder: Recorder,
  ) {}

  async pay(run: number, orderId: string): Promise<void> {
    const startedAt = Date.now();
    const _id = new ObjectId(orderId);
    const note = (certain: boolean) =>
      this.recorder.add('completions', { run, orderId, startedAt, at: Date.now(), certain });
    const order = await this.orders.findOne({ _id }).catch(() => null);
    if (order?.status !== 'created') return;
    try {
      const { modifiedCount } = await this.orders.updateOne(
        { _id, version: order.version, status: 'created' },
        { $set: { status: 'complete' }, $inc: { version: 1 } },
        { writeConcern: { w: 'majority', journal: true } },
      );
      if (modifiedCount > 0) note(true);
    } catch {
      note(false);
    }
  }
}
