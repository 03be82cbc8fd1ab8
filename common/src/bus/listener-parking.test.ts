import { DEAD_LETTER_CHANNEL, Subjects } from '../events/subjects.js';
import { messagesHandled } from '../telemetry/metrics.js';
import { busHarness } from '../testing/bus-harness.js';
import { logSink } from '../testing/log-sink.js';
import { eventually } from '../testing/stand-ins.js';
import { newId, publish, TestListener } from '../testing/test-listener.js';
import { UnprocessableMessageError } from './errors.js';

const bus = busHarness();

describe('Listener, when a message cannot be handled', () => {
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
});
