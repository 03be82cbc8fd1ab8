import { busHarness } from '../testing/bus-harness.js';
import { eventually } from '../testing/stand-ins.js';
import { newId, publish, TestListener, withShortAckWait } from '../testing/test-listener.js';

const bus = busHarness();

describe('Listener, when it stops', () => {
  it('finishes messages in work before it stops', async () => {
    const connection = await bus.connect();
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const orderId = newId();
    const listener = new TestListener(connection, (data) => (data.orderId === orderId ? gate : undefined));
    await listener.listen();
    await publish(connection, { orderId });
    await eventually(() => expect(listener.attempts).toBeGreaterThan(0));
    let stopped = false;
    const drained = listener.drain().then(() => (stopped = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(stopped).toBe(false);
    release();
    await drained;
    expect(listener.handled).toContain(orderId);
  });

  it('accepts no message after it began to drain', async () => {
    const connection = await bus.connect();
    const deliveries = withShortAckWait(connection);
    const listener = new TestListener(connection);
    await listener.listen();
    const before = newId();
    await publish(connection, { orderId: before });
    await eventually(() => expect(listener.handled).toContain(before));
    await listener.drain();
    const count = deliveries.length;
    const after = newId();
    await publish(connection, { orderId: after });
    await eventually(() => expect(deliveries.length).toBeGreaterThan(count));
    expect(listener.handled).not.toContain(after);
  });

  it('leaves a failed message to the next instance when it stops', async () => {
    const first = await bus.connect();
    const orderId = newId();
    let tries = 0;
    const listener = new TestListener(first, (data) => {
      if (data.orderId === orderId && ++tries) throw new Error('not yet');
    });
    await listener.listen();
    await publish(first, { orderId });
    await eventually(() => expect(tries).toBe(3));
    await listener.drain();
    await first.close();
    expect(tries).toBe(3);

    const next = new TestListener(await bus.connect(), undefined, listener.queueGroup);
    await next.listen();
    await eventually(() => expect(next.handled).toContain(orderId));
  });
});
