import { Subjects } from '../events/subjects.js';
import { Counter, countersDatabase, create } from '../testing/counters.js';
import { busHarness } from '../testing/bus-harness.js';
import { relayStarter } from '../testing/relays.js';
import { recordSpans, type SeenSpan } from '../telemetry/tracing/record-spans.js';
import { eventually } from '../testing/stand-ins.js';
import { newId, publish, TestListener } from '../testing/test-listener.js';
import { span } from '../telemetry/tracing/span.js';
import type { EventData } from '../events/event-map.js';
import { Listener } from './listener.js';
import { Publisher } from './publisher.js';

class TestPublisher extends Publisher<Subjects.ExpirationComplete> {
  readonly subject = Subjects.ExpirationComplete;
}

class CancelledListener extends Listener<Subjects.OrderCancelled> {
  readonly subject = Subjects.OrderCancelled;
  readonly queueGroup = 'traces';
  readonly heard: string[] = [];

  onMessage({ id }: EventData<Subjects.OrderCancelled>) {
    this.heard.push(id);
    return Promise.resolve();
  }
}

countersDatabase();
const bus = busHarness();
const startRelay = relayStarter(bus);

let spans: ReturnType<typeof recordSpans>;
beforeEach(() => (spans = recordSpans()));
afterEach(() => spans.stop());

const named = (all: SeenSpan[], name: string) => all.filter((one) => one.name === name);

/** The spans, when there are as many as named. */
const seen = async (counts: Record<string, number>) => {
  let all: SeenSpan[] = [];
  await eventually(async () => {
    all = await spans.seen();
    for (const [name, count] of Object.entries(counts)) expect(named(all, name)).toHaveLength(count);
  });
  return all;
};

it('makes what hears an event a part of its publication, and that a part of its cause', async () => {
  const connection = await bus.connect();
  const orderId = newId();
  const listener = new TestListener(connection);
  await listener.listen();
  await span('cause', {}, () => new TestPublisher(connection).publish({ orderId }));
  const all = await seen({ 'hear expiration:complete': 1 });
  const [cause, published, delivered, heard] = [
    'cause',
    'publish expiration:complete',
    'deliver expiration:complete',
    'hear expiration:complete',
  ].map((name) => named(all, name)[0]!);
  expect(published).toMatchObject({
    kind: 'producer',
    parent: cause!.spanId,
    attributes: { 'order.id': orderId },
  });
  expect(delivered).toMatchObject({ kind: 'consumer', parent: published!.spanId });
  expect(heard).toMatchObject({
    kind: 'consumer',
    traceId: cause!.traceId,
    parent: published!.spanId,
    attributes: {
      'order.id': orderId,
      'messaging.destination.name': Subjects.ExpirationComplete,
      'messaging.consumer.group.name': listener.queueGroup,
      'messaging.message.id': expect.any(Number) as number,
    },
  });
});

it('counts the failed attempts at a message', async () => {
  const connection = await bus.connect();
  const orderId = newId();
  const listener = new TestListener(connection, (data, attempt) => {
    if (data.orderId === orderId && attempt < 3) throw new Error('not yet');
  });
  await listener.listen();
  await publish(connection, { orderId });
  const isIt = ({ attributes }: SeenSpan) => attributes['order.id'] === orderId;
  await eventually(async () =>
    expect(named(await spans.seen(), 'hear expiration:complete').filter(isIt)).toMatchObject([
      { attributes: { 'messaging.failures': expect.any(Number) as number } },
    ]),
  );
});

it('links a delivery to the earlier one of the same message', async () => {
  const orderId = newId();
  const first = await bus.connect();
  let isLost = true;
  const listener = new TestListener(first, (data) => {
    if (data.orderId === orderId) return Promise.resolve();
  });
  // the first acknowledgement is lost, so the message comes again to the same process
  const subscribe = first.subscribe.bind(first);
  jest.spyOn(first, 'subscribe').mockImplementation((spec) =>
    subscribe({
      ...spec,
      ackWaitSeconds: 1,
      onMessage: (message) => {
        const ack = message.ack.bind(message);
        message.ack = () => {
          if (!isLost || !message.getRawData().includes(orderId)) return ack();
          isLost = false;
        };
        spec.onMessage(message);
      },
    }),
  );
  await listener.listen();
  await publish(first, { orderId, traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01` });
  await eventually(() => expect(listener.handled.filter((id) => id === orderId)).toHaveLength(2));
  const all = (await spans.seen()).filter(
    ({ name, attributes }) => name.startsWith('hear') && attributes['order.id'] === orderId,
  );
  expect(all).toMatchObject([
    { links: [], traceId: '1'.repeat(32) },
    { links: [all[0]!.spanId], traceId: '1'.repeat(32), attributes: { 'messaging.redelivered': true } },
  ]);
});

it('shows how long an event waited in the outbox, and which commands the change cost', async () => {
  await startRelay();
  const listener = new CancelledListener(await bus.connect());
  await listener.listen();
  const counter = await span('change', {}, create);
  await eventually(() => expect(listener.heard).toContain(String(counter._id)));
  const all = await seen({ 'outbox order:cancelled': 1, 'hear order:cancelled': 1 });
  const [change] = named(all, 'change');
  const [waited] = named(all, 'outbox order:cancelled');
  const [published] = named(all, 'publish order:cancelled');
  const [heard] = named(all, 'hear order:cancelled');
  expect(waited).toMatchObject({ parent: change!.spanId, traceId: change!.traceId });
  expect(published).toMatchObject({
    parent: change!.spanId,
    attributes: { 'order.id': String(counter._id), 'ticket.id': 'a'.repeat(24) },
  });
  expect(heard).toMatchObject({ parent: published!.spanId, traceId: change!.traceId });
  expect(await Counter.countDocuments()).toBe(1);
});
