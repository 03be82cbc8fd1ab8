import { eventually } from '../testing/stand-ins.js';
import type { EventData } from '../events/event-map.js';
import { DEAD_LETTER_CHANNEL, Subjects } from '../events/subjects.js';
import { createLogger } from '../telemetry/logger.js';
import { messagesFailing, messagesHandled } from '../telemetry/metrics.js';
import { busHarness } from '../testing/bus-harness.js';
import { currentTraceparent } from '../telemetry/trace-context.js';
import { UnprocessableMessageError } from './errors.js';
import { LONG_LIMIT_MS } from './failing-messages.js';
import { Listener } from './listener.js';
import type { NatsConnection } from './nats-connection.js';

type Data = EventData<Subjects.ExpirationComplete>;

let groups = 0;

class TestListener extends Listener<Subjects.ExpirationComplete> {
  readonly subject = Subjects.ExpirationComplete;
  readonly handled: string[] = [];
  attempts = 0;

  constructor(
    connection: NatsConnection,
    private readonly work: (data: Data, attempt: number) => Promise<void> | void = () => undefined,
    readonly queueGroup = `group-${groups++}`,
  ) {
    super(connection);
  }

  async onMessage(data: Data) {
    await this.work(data, ++this.attempts);
    this.handled.push(data.orderId);
  }
}

const bus = busHarness();
let orders = Date.now();
const newId = () => (orders++).toString(16).padStart(24, '0');
const publish = (connection: NatsConnection, data: unknown) =>
  connection.publish(Subjects.ExpirationComplete, JSON.stringify(data));

/** Makes later subscriptions wait only one second for an acknowledgement. Returns the sequences of all deliveries. */
function withShortAckWait(connection: NatsConnection) {
  const deliveries: number[] = [];
  const subscribe = connection.subscribe.bind(connection);
  jest.spyOn(connection, 'subscribe').mockImplementation((spec) =>
    subscribe({
      ...spec,
      ackWaitSeconds: 1,
      onMessage: (message) => {
        deliveries.push(message.getSequence());
        spec.onMessage(message);
      },
    }),
  );
  return deliveries;
}

function logSink(level: string) {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  return { lines, logger: createLogger('test', level, { write }) };
}

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

  it('parks an unprocessable message at once, and logs and counts it', async () => {
    const letters = await bus.deadLetters();
    const { lines, logger } = logSink('error');
    const connection = await bus.connect({ logger });
    const bad = newId();
    const listener = new TestListener(connection, ({ orderId }) => {
      if (orderId === bad) throw new UnprocessableMessageError('no such thing');
    });
    await listener.listen();
    await publish(connection, { orderId: bad });
    await eventually(() =>
      expect(letters()).toContainEqual(
        expect.objectContaining({ queueGroup: listener.queueGroup, attempts: 1, reason: 'no such thing' }),
      ),
    );
    await listener.drain();
    expect(lines.join('')).toMatch(/no such thing.*message parked on dead-letter/);
    expect((await messagesHandled.get()).values).toContainEqual({
      labels: { subject: listener.subject, queue_group: listener.queueGroup, outcome: 'parked' },
      value: 1,
    });
  });

  it('gets no parked message again after a restart', async () => {
    const first = await bus.connect();
    const letters = await bus.deadLetters();
    const bad = newId();
    const listener = new TestListener(first, ({ orderId }) => {
      if (orderId === bad) throw new UnprocessableMessageError('no such thing');
    });
    await listener.listen();
    await publish(first, { orderId: bad });
    await eventually(() =>
      expect(letters()).toContainEqual(expect.objectContaining({ queueGroup: listener.queueGroup })),
    );
    await listener.drain();
    await first.close();

    const second = await bus.connect();
    const next = new TestListener(second, undefined, listener.queueGroup);
    await next.listen();
    const after = newId();
    await publish(second, { orderId: after });
    await eventually(() => expect(next.handled).toContain(after));
    expect(next.handled).not.toContain(bad);
  });

  it('does not acknowledge a message that it could not park', async () => {
    const first = await bus.connect();
    const send = first.publish.bind(first);
    const toDeadLetter = jest
      .spyOn(first, 'publish')
      .mockImplementation((channel, body) =>
        channel === DEAD_LETTER_CHANNEL ? Promise.reject(new Error('not taken')) : send(channel, body),
      );
    const bad = newId();
    const listener = new TestListener(first, ({ orderId }) => {
      if (orderId === bad) throw new UnprocessableMessageError('no such thing');
    });
    await listener.listen();
    await publish(first, { orderId: bad });
    await eventually(() =>
      expect(toDeadLetter).toHaveBeenCalledWith(DEAD_LETTER_CHANNEL, expect.stringContaining(bad)),
    );
    await listener.drain();
    await first.close();

    const next = new TestListener(await bus.connect(), undefined, listener.queueGroup);
    await next.listen();
    await eventually(() => expect(next.handled).toContain(bad));
  });

  it('cuts a large body to the size that a dead letter can hold', async () => {
    const connection = await bus.connect();
    const letters = await bus.deadLetters();
    const listener = new TestListener(connection);
    await listener.listen();
    await connection.publish(Subjects.ExpirationComplete, 'x'.repeat(900_000));
    const letter = await eventually(() => {
      const found = letters().find(
        ({ queueGroup, body }) => queueGroup === listener.queueGroup && body.startsWith('xxx'),
      );
      expect(found).toBeDefined();
      return found;
    });
    expect(letter).toMatchObject({ truncated: true, body: 'x'.repeat(100_000) });
  });

  it.each([
    ['not JSON', Buffer.from('{"orderId":'), 'utf8'],
    ['another event', Buffer.from('{"id":1}'), 'utf8'],
    ['empty', Buffer.from(''), 'utf8'],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), 'base64'],
    [
      'not UTF-8 in an unknown field',
      Buffer.from(`{"orderId":"${newId()}","note":"\xff"}`, 'latin1'),
      'base64',
    ],
    ['deeply nested', Buffer.from('['.repeat(50_000)), 'utf8'],
  ])('parks a body that is %s, and continues', async (_what, body, encoding) => {
    const connection = await bus.connect();
    const letters = await bus.deadLetters();
    const listener = new TestListener(connection);
    await listener.listen();
    await connection.publish(Subjects.ExpirationComplete, body);
    const good = newId();
    await publish(connection, { orderId: good });
    await eventually(() => expect(listener.handled).toContain(good));
    await eventually(() =>
      expect(letters()).toContainEqual(
        expect.objectContaining({
          queueGroup: listener.queueGroup,
          encoding,
          body: body.toString(encoding as 'utf8'),
        }),
      ),
    );
  });

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
