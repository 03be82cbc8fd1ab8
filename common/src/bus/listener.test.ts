import { Writable } from 'node:stream';
import { eventually } from '../testing/stand-ins.js';
import type { EventData } from '../events/event-map.js';
import { DEAD_LETTER_CHANNEL, Subjects } from '../events/subjects.js';
import { createLogger } from '../telemetry/logger.js';
import { messagesHandled } from '../telemetry/metrics.js';
import { busHarness } from '../testing/bus-harness.js';
import { currentTraceparent } from '../telemetry/trace-context.js';
import { UnprocessableMessageError } from './errors.js';
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

  it('parks a message that always fails, and meanwhile handles the others', async () => {
    const connection = await bus.connect();
    const letters = await bus.deadLetters();
    const bad = newId();
    const listener = new TestListener(connection, ({ orderId }) => {
      if (orderId === bad) throw new Error('the cause');
    });
    await listener.listen();
    await publish(connection, { orderId: bad });
    const good = newId();
    await publish(connection, { orderId: good });
    await eventually(() => expect(listener.handled).toContain(good), 2_000);
    const letter = await eventually(() => {
      const found = letters().find(({ queueGroup }) => queueGroup === listener.queueGroup);
      expect(found).toBeDefined();
      return found;
    }, 20_000);
    expect(letter).toMatchObject({
      subject: Subjects.ExpirationComplete,
      body: JSON.stringify({ orderId: bad }),
      encoding: 'utf8',
      truncated: false,
      reason: 'the cause',
      attempts: 6,
    });
    expect(letter?.sequence).toBeGreaterThan(0);
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
    const lines: string[] = [];
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString());
        done();
      },
    });
    const connection = await bus.connect({ logger: createLogger('test', 'error', sink) });
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

  it('keeps trying a message through an outage', async () => {
    const connection = await bus.connect();
    const letters = await bus.deadLetters();
    const orderId = newId();
    let outages = 0;
    const listener = new TestListener(connection, (data) => {
      if (data.orderId !== orderId || ++outages > 7) return;
      throw Object.assign(new Error('connect ECONNREFUSED'), { name: 'MongoNetworkError' });
    });
    await listener.listen();
    await publish(connection, { orderId });
    await eventually(() => expect(listener.handled).toContain(orderId), 25_000);
    expect(letters().some(({ body }) => body.includes(orderId))).toBe(false);
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
    await eventually(() => publish(connection, { orderId }), 20_000);
    await eventually(() => expect(listener.handled).toContain(orderId), 20_000);
  });
});
