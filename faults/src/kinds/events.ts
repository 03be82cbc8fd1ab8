import { setTimeout as sleep } from 'node:timers/promises';
import { Subjects } from '@ticketing/common/events';
import type { FaultKind, Scene } from '../fault.js';
import { readBus } from '../snapshot/read-bus.js';
import { LISTENING } from '../system.js';
import { malformedBodies } from './malformed-bodies.js';

/** The longest delay of a delivery in one fault, in ms, and how often this limit is drawn. */
const LONGEST_MS = { 500: 3, 4_000: 4, 15_000: 2, 60_000: 1 };

const CHANNELS = Object.values(Subjects);

/** Old events come once more, word for word, in any order. */
export const repeatEvents: FaultKind = {
  name: 'repeat-events',
  weight: 2,
  draw(random) {
    const count = random.int(5, 80);
    const choice = random.stream('choice', random.int(0, 1_000_000));
    return {
      kind: 'repeat-events',
      target: 'bus',
      failsCalls: false,
      detail: { count },
      durationMs: 0,
      inject: async (scene) => {
        const messages = await readBus(scene.system.state().nats, CHANNELS).catch(() => []);
        for (const { channel, body } of choice.sample(messages, count)) await publish(scene, channel, body);
      },
    };
  },
};

/** Deliveries to the services come late, out of order, or more than once. */
export const disturbDeliveries: FaultKind = {
  name: 'disturb-deliveries',
  weight: 3,
  draw(random, { longestMs }) {
    const services = random.chance(0.5) ? LISTENING : [random.pick(LISTENING)];
    const longest = Math.min(Number(random.weighted(LONGEST_MS)), longestMs);
    const share = random.pick([0.1, 0.5, 1]);
    const each = random.stream('each', random.int(0, 1_000_000));
    return {
      kind: 'disturb-deliveries',
      target: services.join(', '),
      failsCalls: false,
      detail: { longest, share },
      durationMs: random.ms(1_000, Math.min(10_000, longestMs)),
      inject: ({ links }) => {
        const deliveries = services.map((service) => links.deliveries.get(service)!);
        for (const delivery of deliveries) {
          delivery.set(() => {
            if (!each.chance(share)) return [0];
            const copies = each.chance(0.3) ? each.int(2, 3) : 1;
            return Array.from({ length: copies }, () => each.ms(0, longest));
          });
        }
        return async () => {
          deliveries.forEach((delivery) => delivery.set(undefined));
          // the fault lasts until the last message that was held back has come
          const last = Math.max(...deliveries.map(({ lastDue }) => lastDue));
          await sleep(Math.max(0, last - Date.now()));
        };
      },
    };
  },
};

/** Messages come on every channel that no listener can handle. */
export const malformedEvents: FaultKind = {
  name: 'malformed-events',
  weight: 1,
  draw(random) {
    const messages = CHANNELS.flatMap((channel) =>
      random.sample(malformedBodies(channel, random), random.int(1, 3)).map((body) => ({ channel, body })),
    );
    return {
      kind: 'malformed-events',
      target: 'bus',
      failsCalls: false,
      detail: { count: messages.length },
      durationMs: 0,
      inject: async (scene) => {
        for (const message of messages) {
          scene.recorder.add('injections', message);
          await publish(scene, message.channel, message.body);
        }
      },
    };
  },
};

/** Another fault may have ended the bus. Then the message is not published. */
async function publish({ bus }: Scene, channel: string, body: string): Promise<void> {
  await bus.publish(channel, body).catch(() => undefined);
}
