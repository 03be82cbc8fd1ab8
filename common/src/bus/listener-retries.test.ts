import { Subjects } from '../events/subjects.js';
import { messagesFailing } from '../telemetry/metrics.js';
import { busHarness } from '../testing/bus-harness.js';
import { logSink } from '../testing/log-sink.js';
import { eventually } from '../testing/stand-ins.js';
import { newId, publish, TestListener } from '../testing/test-listener.js';
import { LONG_LIMIT_MS } from './failing-messages.js';

const bus = busHarness();

describe('Listener, when messages fail', () => {
  it('tries a failed message again', async () => {
    const connection = await bus.connect();
    const orderId = newId();
    let failures = 0;
    const listener = new TestListener(connection, (data) => {
      if (data.orderId === orderId && ++failures < 3) throw new Error('not yet');
    });
    await listener.listen();
    await publish(connection, { orderId });
    await eventually(() => expect(listener.handled).toContain(orderId));
    expect(failures).toBe(3);
  });

  it('tries a message again after any error that is not surely its own fault', async () => {
    const connection = await bus.connect();
    const letters = await bus.deadLetters();
    const thrown: unknown[] = [
      new Error('BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.'),
      new Error('NOSCRIPT No matching script. Please use EVAL.'),
      new Error('EXECABORT Transaction discarded because of previous errors.'),
      Object.assign(new Error('the server has no such code yet'), {
        name: 'MongoServerError',
        code: 424_242,
      }),
      Object.assign(new Error('connect ECONNREFUSED'), { name: 'MongoNetworkError' }),
      new TypeError("Cannot read properties of undefined (reading 'length')"),
      new AggregateError([new Error('connect ECONNREFUSED')]),
      'a text',
      undefined,
      Object.create(null) as unknown,
    ];
    const kinds = new Map(thrown.map((error) => [newId(), { error, left: 7 }]));
    const listener = new TestListener(connection, ({ orderId }) => {
      const kind = kinds.get(orderId);
      if (kind && kind.left-- > 0) throw kind.error;
    });
    await listener.listen();
    for (const orderId of kinds.keys()) await publish(connection, { orderId });
    const good = newId();
    await publish(connection, { orderId: good });
    await eventually(() => expect(listener.handled).toEqual(expect.arrayContaining([...kinds.keys(), good])));
    expect(letters().filter(({ queueGroup }) => queueGroup === listener.queueGroup)).toEqual([]);
  });

  it('logs an outage once, and its end, and counts the messages that wait', async () => {
    const { lines, logger } = logSink('info');
    const connection = await bus.connect({ logger });
    let down = true;
    const listener = new TestListener(connection, () => {
      if (down) throw new Error('BUSY Redis is busy running a script');
    });
    await listener.listen();
    const labels = { subject: listener.subject, queue_group: listener.queueGroup };
    const waiting = async () =>
      (await messagesFailing.get()).values.find(
        ({ labels: { queue_group } }) => queue_group === listener.queueGroup,
      );
    const before = listener.handled.length;
    for (let count = 0; count < 20; count++) await publish(connection, { orderId: newId() });
    await eventually(() => expect(listener.attempts).toBeGreaterThan(80));
    expect((await waiting())?.value).toBeGreaterThanOrEqual(20);
    down = false;
    await eventually(() => expect(listener.handled.length).toBeGreaterThanOrEqual(before + 20));
    await eventually(async () => expect(await waiting()).toEqual({ labels, value: 0 }));
    const about = lines.filter((line) => line.includes('fail'));
    expect(about).toEqual([
      expect.stringMatching(/"warn".*BUSY.*messages fail; trying them again/) as string,
      expect.stringMatching(/"info".*no message fails any more/) as string,
    ]);
  });

  it('handles messages while many more fail than it may hold, and parks those', async () => {
    const connection = await bus.connect();
    const letters = await bus.deadLetters();
    const bad = new Set(Array.from({ length: 12 }, newId));
    const listener = new TestListener(connection, ({ orderId }) => {
      if (bad.has(orderId)) throw new Error('only this one');
    });
    Object.assign(listener, { maxInFlight: 16 });
    await listener.listen();
    for (const orderId of bad) await publish(connection, { orderId });
    const sent: string[] = [];
    const flow = setInterval(() => {
      sent.push(newId());
      void publish(connection, { orderId: sent.at(-1) });
    }, 100);
    const parked = () => letters().filter(({ queueGroup }) => queueGroup === listener.queueGroup);
    await eventually(() => expect(parked().length).toBe(4)).finally(() => clearInterval(flow));
    expect(parked()).toEqual(
      Array(4).fill(
        expect.objectContaining({ reason: 'only this one', attempts: expect.any(Number) as number }),
      ),
    );
    expect(sent.length).toBeGreaterThan(10);
    await eventually(() => expect(listener.handled).toEqual(expect.arrayContaining(sent)));
    expect(parked().length).toBe(4); // half of the window is left to the others, so the rest is tried again
    await listener.drain();
  });

  it('parks an old message that goes on failing while others are handled', async () => {
    const connection = await bus.connect();
    const letters = await bus.deadLetters();
    const bad = newId();
    const listener = new TestListener(connection, ({ orderId }) => {
      if (orderId === bad) throw new AggregateError([new Error('the cause')]);
    });
    let late = 0;
    const now = jest
      .spyOn(performance, 'now')
      .mockImplementation(() => Number(process.hrtime.bigint()) / 1e6 + late);
    try {
      await listener.listen();
      await publish(connection, { orderId: bad });
      await eventually(() => expect(listener.attempts).toBeGreaterThan(1));
      late = LONG_LIMIT_MS;
      await eventually(async () => {
        await publish(connection, { orderId: newId() });
        expect(letters()).toContainEqual(
          expect.objectContaining({
            subject: Subjects.ExpirationComplete,
            queueGroup: listener.queueGroup,
            body: JSON.stringify({ orderId: bad }),
            encoding: 'utf8',
            truncated: false,
            reason: 'the cause',
          }),
        );
      });
    } finally {
      now.mockRestore();
    }
  });

  it('waits longer before each further attempt', async () => {
    const connection = await bus.connect();
    const orderId = newId();
    const times: number[] = [];
    const listener = new TestListener(connection, (data) => {
      if (data.orderId === orderId && times.push(performance.now()) < 5) throw new Error('not yet');
    });
    await listener.listen();
    await publish(connection, { orderId });
    await eventually(() => expect(listener.handled).toContain(orderId));
    [50, 100, 200, 400].forEach((least, index) =>
      expect(times[index + 1]! - times[index]!).toBeGreaterThan(least - 5),
    );
  });
});
