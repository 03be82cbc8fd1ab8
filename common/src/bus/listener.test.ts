import { currentTraceparent } from '../telemetry/trace-context.js';
import { busHarness } from '../testing/bus-harness.js';
import { eventually } from '../testing/stand-ins.js';
import { newId, publish, TestListener, withShortAckWait } from '../testing/test-listener.js';

const bus = busHarness();

describe('Listener', () => {
  it('handles an event that was published before it listened', async () => {
    const connection = await bus.connect();
    const orderId = newId();
    await publish(connection, { orderId });
    const listener = new TestListener(connection);
    await listener.listen();
    await eventually(() => expect(listener.handled).toContain(orderId));
  });

  it('leaves an unhandled message to the next instance', async () => {
    const first = await bus.connect();
    const orderId = newId();
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const never = new TestListener(first, ({ orderId: id }) => (id === orderId ? gate : undefined));
    await never.listen();
    await publish(first, { orderId });
    await eventually(() => expect(never.attempts).toBeGreaterThan(0));
    await first.close();

    const next = new TestListener(await bus.connect(), undefined, never.queueGroup);
    await next.listen();
    await eventually(() => expect(next.handled).toContain(orderId));
    release();
  });

  it('gets no acknowledged message again after a restart', async () => {
    const first = await bus.connect();
    const listener = new TestListener(first);
    await listener.listen();
    const before = newId();
    await publish(first, { orderId: before });
    await eventually(() => expect(listener.handled).toContain(before));
    await listener.drain();
    await first.close();

    const second = await bus.connect();
    const next = new TestListener(second, undefined, listener.queueGroup);
    await next.listen();
    const after = newId();
    await publish(second, { orderId: after });
    await eventually(() => expect(next.handled).toContain(after));
    expect(next.handled).not.toContain(before);
  });

  it('ignores a redelivery of a message that is in work', async () => {
    const connection = await bus.connect();
    const deliveries = withShortAckWait(connection);
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const orderId = newId();
    let started = 0;
    const listener = new TestListener(connection, (data) => {
      if (data.orderId !== orderId) return;
      started++;
      return gate;
    });
    await listener.listen();
    await publish(connection, { orderId });
    await eventually(() => expect(deliveries.length).toBeGreaterThan(new Set(deliveries).size));
    expect(started).toBe(1);
    release();
    await eventually(() => expect(listener.handled).toContain(orderId));
  });

  it('handles an event in the trace that the event carries', async () => {
    const connection = await bus.connect();
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const orderId = newId();
    let seen: string | undefined;
    const listener = new TestListener(connection, (data) => {
      if (data.orderId === orderId) seen = currentTraceparent();
    });
    await listener.listen();
    await publish(connection, { orderId, traceparent: `00-${traceId}-b7ad6b7169203331-01` });
    await eventually(() => expect(seen).toContain(traceId));
  });

  it('continues after the broker was killed and came back', async () => {
    const connection = await bus.connect();
    const listener = new TestListener(connection);
    await listener.listen();
    await bus.server.kill();
    await bus.server.start();
    const orderId = newId();
    await eventually(() => publish(connection, { orderId }));
    await eventually(() => expect(listener.handled).toContain(orderId));
  });
});
