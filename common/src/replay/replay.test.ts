import type { DeadLetter } from '../bus/dead-letter.js';
import { NatsConnection } from '../bus/nats-connection.js';
import { DEAD_LETTER_CHANNEL, REPLAYED_CHANNEL, Subjects } from '../events/subjects.js';
import { busHarness } from '../testing/bus-harness.js';
import { eventually, NatsStreamingServer } from '../testing/stand-ins.js';
import { parkedMessages } from './parked-messages.js';
import { replay, type ReplayOptions } from './replay.js';

const bus = busHarness();
let server: NatsStreamingServer;
let connection: NatsConnection;
let seen: string[];
let numbers = 0;
const ORDER = 'a'.repeat(24);
const EVENT = JSON.stringify({ orderId: ORDER });

beforeEach(async () => {
  server = bus.server;
  connection = await bus.connect();
  seen = await bus.tap(Subjects.ExpirationComplete);
  // each test begins without parked messages
  const left = await parkedMessages(broker());
  for (const { number, letter } of left) {
    await connection.publish(REPLAYED_CHANNEL, JSON.stringify({ number, parkedAt: letter.parkedAt }));
  }
  seen.length = 0;
});

const broker = () => ({ url: server.url, clusterId: server.clusterId });

async function parked(letter: Partial<DeadLetter> = {}): Promise<void> {
  const whole: DeadLetter = {
    subject: Subjects.ExpirationComplete,
    queueGroup: 'orders-service',
    sequence: ++numbers,
    body: EVENT,
    encoding: 'utf8',
    truncated: false,
    reason: 'BUSY Redis is busy',
    attempts: 6,
    parkedAt: '2026-01-31T20:00:00.000Z',
    ...letter,
  };
  await connection.publish(DEAD_LETTER_CHANNEL, JSON.stringify(whole));
}

async function run(options: Partial<ReplayOptions> = {}): Promise<string> {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  await replay({ ...broker(), selection: {}, listOnly: false, malformed: false, say, ...options });
  return lines.join('\n');
}

const published = async (bodies: string[]) => {
  const end = JSON.stringify({ orderId: 'f'.repeat(24), end: ++numbers });
  await connection.publish(Subjects.ExpirationComplete, end);
  await eventually(() => expect(seen.at(-1)).toBe(end));
  expect(seen.slice(0, -1)).toEqual(bodies);
};

it('puts every parked event back once', async () => {
  await parked();
  await parked({ body: JSON.stringify({ orderId: 'b'.repeat(24) }) });
  const said = await run();
  expect(said).toMatch(
    /^2 parked messages\. Putting 2 back:\n {2}expiration:complete \d+, parked by orders-service at/,
  );
  expect(said).toMatch(/after 6 attempts: BUSY Redis is busy[^]*Put 2 messages back$/);
  expect(await run()).toBe('0 parked messages. Nothing to put back');
  await published([EVENT, JSON.stringify({ orderId: 'b'.repeat(24) })]);
});

it('only shows the messages with listOnly', async () => {
  await parked();
  expect(await run({ listOnly: true })).toMatch(/^1 parked message\. Nothing is changed:\n.*BUSY/);
  expect(await run({ listOnly: true })).toMatch(/^1 parked message\./);
  await published([]);
});

it.each<[string, ReplayOptions['selection']]>([
  ['subject', { subjects: [Subjects.OrderCreated] }],
  ['queue group', { queueGroups: ['tickets-service'] }],
  ['reason', { reason: 'loading' }],
  ['earliest time', { since: new Date('2026-01-31T20:00:00.001Z') }],
  ['latest time', { until: new Date('2026-01-31T20:00:00.000Z') }],
  ['number', { sequences: [999_999] }],
])('leaves a message with another %s for a later replay', async (_what, selection) => {
  await parked();
  expect(await run({ selection })).toBe('1 parked message, 0 of them selected. Nothing to put back');
  expect(await run()).toContain('Put 1 message back');
  await published([EVENT]);
});

it('puts back only the messages that all parts of a selection let pass', async () => {
  await parked({ sequence: 18 });
  await parked({ sequence: 17 });
  const selection = {
    subjects: [Subjects.OrderCreated, Subjects.ExpirationComplete],
    queueGroups: ['orders-service'],
    reason: 'redis IS',
    since: new Date('2026-01-31T20:00:00.000Z'),
    until: new Date('2026-01-31T20:00:00.001Z'),
    sequences: [16, 17],
  };
  expect(await run({ selection })).toContain('2 parked messages, 1 of them selected. Putting 1 back:');
  await published([EVENT]);
});

it('puts malformed messages back only when asked to, byte by byte', async () => {
  const raw = Buffer.from([0x22, 0xff, 0xfe, 0x22]);
  await parked({ body: '{"no event' });
  await parked({ body: raw.toString('base64'), encoding: 'base64' });
  expect(await run()).toMatch(
    /^2 parked messages\. Nothing to put back\n.*\n {4}stays: it would be parked again \(--malformed .*: not a expiration:complete event/,
  );
  expect(await run({ malformed: true })).toContain('Put 2 messages back');
  await published(['{"no event', raw.toString()]);
});

it('says that it cannot put a message back that was cut, or that is of no subject', async () => {
  await parked({ body: 'x'.repeat(10), truncated: true });
  await parked({ subject: 'gone:subject' });
  await connection.publish(DEAD_LETTER_CHANNEL, 'no letter');
  const said = await run({ malformed: true });
  expect(said).toMatch(/stays: only its first 10 bytes were kept, because it is too large for a dead letter/);
  expect(said).toMatch(/stays: there is no subject gone:subject/);
  expect(said).toMatch(/this is no dead letter\n {4}stays: there is no subject unknown/);
  expect(await run({ listOnly: true })).toContain('3 parked messages');
});

it('puts a message back again when it died before it marked it', async () => {
  await parked();
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its connection below
  const { publish } = NatsConnection.prototype;
  const dies = jest.spyOn(NatsConnection.prototype, 'publish').mockImplementation(function (
    this: NatsConnection,
    channel,
    body,
  ) {
    return channel === REPLAYED_CHANNEL
      ? Promise.reject(new Error('died'))
      : publish.call(this, channel, body);
  });
  await expect(run()).rejects.toThrow('died');
  dies.mockRestore();
  expect(await run()).toContain('Put 1 message back');
  expect(await run()).toContain('0 parked messages');
  await published([EVENT, EVENT]);
});

it('says that the broker cannot be reached', async () => {
  const lost = { url: 'nats://127.0.0.1:1', clusterId: server.clusterId };
  await expect(run(lost)).rejects.toThrow(
    `the bus cannot be reached at nats://127.0.0.1:1 (cluster ${server.clusterId}): `,
  );
});
