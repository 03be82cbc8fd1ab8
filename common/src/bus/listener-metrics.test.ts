import { metrics } from '../telemetry/metrics.js';
import { busHarness } from '../testing/bus-harness.js';
import { eventually } from '../testing/stand-ins.js';
import { newId, publish, TestListener } from '../testing/test-listener.js';
import { UnprocessableMessageError } from './errors.js';

const bus = busHarness();

/** The value of a metric for the listener's queue group, with further labels behind. */
async function valueFor({ queueGroup }: TestListener, name: string, further = ''): Promise<number> {
  const lines = (await metrics.metrics()).split('\n');
  const start = `${name}{`;
  const found = lines.find(
    (line) =>
      line.startsWith(start) && line.includes(`queue_group="${queueGroup}"`) && line.includes(further),
  );
  return Number(found?.split('} ')[1]);
}

describe('the metrics of a Listener', () => {
  it('begin at 0, because an alert on a counter misses its first step otherwise', async () => {
    const listener = new TestListener(await bus.connect());
    await listener.listen();
    const values = [
      await valueFor(listener, 'messages_handled_total', 'outcome="parked"'),
      await valueFor(listener, 'messages_handled_total', 'outcome="done"'),
      await valueFor(listener, 'message_failures_total'),
      await valueFor(listener, 'messages_failing'),
      await valueFor(listener, 'messages_in_work'),
      await valueFor(listener, 'message_lag_seconds_count'),
    ];
    expect(values).toEqual([0, 0, 0, 0, 0, 0]);
    await listener.drain();
  });

  it('show how many messages are in work, and how long after its publication a message was handled', async () => {
    const connection = await bus.connect();
    let release = () => undefined as void;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const listener = new TestListener(connection, () => gate);
    await listener.listen();
    await publish(connection, { orderId: newId() });
    const inWork = () => valueFor(listener, 'messages_in_work');
    await eventually(async () => expect(await inWork()).toBeGreaterThan(0));
    const began = await inWork();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await valueFor(listener, 'message_lag_seconds_count')).toBe(0);
    release();
    await eventually(async () => expect(await inWork()).toBe(0));
    expect(await valueFor(listener, 'message_lag_seconds_count')).toBeGreaterThanOrEqual(began);
    expect(await valueFor(listener, 'message_lag_seconds_sum')).toBeGreaterThanOrEqual(0.3);
    await listener.drain();
    expect(await inWork()).toBeNaN();
  });

  it('count a message that was parked', async () => {
    const connection = await bus.connect();
    const bad = newId();
    const listener = new TestListener(connection, ({ orderId }) => {
      if (orderId === bad) throw new UnprocessableMessageError('no such thing');
    });
    await listener.listen();
    await publish(connection, { orderId: bad });
    await eventually(async () =>
      expect(await valueFor(listener, 'messages_handled_total', 'outcome="parked"')).toBe(1),
    );
    await listener.drain();
  });
});
