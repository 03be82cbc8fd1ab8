import { setTimeout as sleep } from 'node:timers/promises';
import { Deliveries } from './deliveries.js';

/** A frame with a MsgProto, as node-nats-streaming receives it. */
function delivery(sequence: number, channel = 'order:created'): Buffer {
  const name = Buffer.from(channel);
  const payload = Buffer.concat([Buffer.from([0x08, sequence, 0x12, name.length]), name]);
  return Buffer.concat([Buffer.from(`MSG _INBOX.a 1 ${payload.length}\r\n`), payload, Buffer.from('\r\n')]);
}

const PING = Buffer.from('PING\r\n');
/** An acknowledgement of something published: its first field is a text. */
const ACK = Buffer.from('MSG _INBOX.b 2 4\r\n\x0a\x02id\r\n');

function connection(deliveries: Deliveries) {
  const filter = deliveries.filter();
  const out: Buffer[] = [];
  const receive = (...frames: Buffer[]) =>
    frames.forEach((frame) => filter(frame, (chunk) => out.push(chunk)));
  return { receive, text: () => Buffer.concat(out).toString('latin1') };
}

const text = (...frames: Buffer[]) => Buffer.concat(frames).toString('latin1');

it('passes every byte on while nothing is disturbed, however they are split', () => {
  const { receive, text: seen } = connection(new Deliveries());
  const all = Buffer.concat([PING, delivery(1), ACK, delivery(2), PING]);
  for (const byte of all) receive(Buffer.from([byte]));
  expect(seen()).toBe(text(all));
});

it('swaps, repeats and holds back deliveries, and nothing else', async () => {
  const deliveries = new Deliveries();
  const { receive, text: seen } = connection(deliveries);
  deliveries.set(({ sequence }) => (sequence === 1 ? [60] : sequence === 2 ? [0, 0] : [0]));
  receive(delivery(1), PING, delivery(2), ACK, delivery(3));
  expect(seen()).toBe(text(PING, delivery(2), delivery(2), ACK, delivery(3)));
  await sleep(100);
  expect(seen()).toBe(text(PING, delivery(2), delivery(2), ACK, delivery(3), delivery(1)));
});

it('holds a redelivery back as long, for every instance, also after its end', async () => {
  const deliveries = new Deliveries();
  const [one, two] = [connection(deliveries), connection(deliveries)];
  deliveries.set(() => [80]);
  one.receive(delivery(1));
  deliveries.set(undefined);
  two.receive(delivery(1));
  expect(two.text()).toBe('');
  expect(deliveries.lastDue).toBeGreaterThan(Date.now());
  await sleep(150);
  expect(two.text()).toBe(text(delivery(1)));
  two.receive(delivery(1));
  expect(two.text()).toBe(text(delivery(1), delivery(1)));
});
