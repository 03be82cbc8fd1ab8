import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Subjects } from '@ticketing/common';
import { ObjectId } from 'mongodb';
import { type OrderBody, type TicketBody, Visitor } from '../../testing/visitor.js';
import type { Scene } from '../fault.js';
import { Person } from '../load/person.js';
import type { CrashPoint } from './point.js';

/** Brings `instance` to a place that buyers and sellers alone do not bring it to. */
type Stimulus = (scene: Scene, instance: string) => Promise<unknown>;

const serviceOf = (instance: string) => instance.replace(/-\d+$/, '');
/** Somebody whose calls the checker knows of. */
const newcomer = ({ system, recorder }: Scene) => Person.signUp(system.url, randomUUID(), recorder);
const quiet = (work: Promise<unknown>) => work.catch(() => undefined);

const restart: Stimulus = ({ system }, instance) => Promise.resolve(system.process(instance).kill('SIGKILL'));
const terminate: Stimulus = ({ system }, instance) =>
  Promise.resolve(system.process(instance).kill('SIGTERM'));

/** The instance starts while a server it needs is away. */
const startWithout =
  (server: (instance: string) => string): Stimulus =>
  async ({ system }, instance) => {
    const needed = system.process(server(instance));
    await needed.stop();
    system.process(instance).kill('SIGKILL');
    await sleep(4_000);
    await needed.start();
  };
const database = (instance: string) => `mongodb-${serviceOf(instance)}`;

/** Messages that are parked: malformed ones, and ones about what does not exist. */
const unhandled: Stimulus = async ({ bus, recorder }) => {
  for (let round = 0; round < 10; round++) {
    const ticket = { id: String(new ObjectId()), hold: 1 };
    const strange = { id: String(new ObjectId()), version: 0, ticket };
    const messages = [
      { channel: Subjects.OrderCancelled, body: JSON.stringify(strange) },
      { channel: Subjects.ExpirationComplete, body: JSON.stringify({ orderId: ticket.id }) },
      ...Object.values(Subjects).map((channel) => ({ channel, body: `{"no event":"${randomUUID()}"` })),
    ];
    for (const message of messages) {
      recorder.add('injections', message);
      await quiet(bus.publish(message.channel, message.body));
    }
    await sleep(200);
  }
};

/** The service's database dies in the middle of its work. */
const databaseDies: Stimulus = async ({ system }, instance) => {
  await sleep(300);
  system.process(database(instance)).kill('SIGKILL');
};

/** The bus is away for longer than its clients wait for it. */
const busAway: Stimulus = async ({ system }) => {
  const bus = system.process('nats-streaming');
  await bus.stop();
  await sleep(25_000);
  await bus.start();
};

/** The bus comes back to more documents with events than one sweep takes. */
const backlog: Stimulus = async (scene) => {
  const bus = scene.system.process('nats-streaming');
  const seller = await newcomer(scene);
  await bus.stop();
  for (let round = 0; round < 30; round++) {
    const body = { title: 'Backlog', price: 1 };
    await Promise.all(Array.from({ length: 20 }, () => seller.call(0, 'POST', '/api/tickets', body)));
  }
  await bus.start();
};

/** Somebody signs up and in, once with a wrong password. */
const credentials: Stimulus = async ({ system }) => {
  for (let round = 0; round < 4; round++) {
    const visitor = new Visitor(system.url);
    const body = { email: `${randomUUID()}@example.com`, password: 'correct horse' };
    await quiet(visitor.post('/api/users/signup', body));
    await quiet(visitor.post('/api/users/signup', body));
    await quiet(visitor.post('/api/users/signin', { ...body, password: 'wrong horse' }));
    await quiet(visitor.post('/api/users/signin', body));
  }
};

/** A ticket is wanted of which orders has not heard yet. */
const unheardOf: Stimulus = async ({ system }) => {
  const buyer = await Visitor.signedUp(system.url);
  await Promise.all(Array.from({ length: 4 }, () => quiet(buyer.reserve(String(new ObjectId())))));
};

const metrics: Stimulus = ({ system }, instance) =>
  quiet(fetch(`http://127.0.0.1:${system.process(instance).port}/metrics`));

/** Many change one ticket at once, and the events of its orders come in between. */
const contention: Stimulus = async (scene) => {
  const seller = await newcomer(scene);
  const lists = Array.from({ length: 3 }, () =>
    seller.call(0, 'POST', '/api/tickets', { title: 'Wanted', price: 1 }),
  );
  const tickets = (await Promise.all(lists)).filter(({ status }) => status === 201);
  await Promise.all(
    tickets.flatMap(({ answer }) => {
      const { id } = answer as TicketBody;
      return [
        ...Array.from({ length: 8 }, () => editAgainAndAgain(seller, id)),
        reserveAndCancel(seller, id),
      ];
    }),
  );
};

async function editAgainAndAgain(seller: Person, ticketId: string): Promise<void> {
  for (let price = 1; price <= 12; price++)
    await seller.call(0, 'PUT', `/api/tickets/${ticketId}`, { title: 'Contended', price });
}

async function reserveAndCancel(buyer: Person, ticketId: string): Promise<void> {
  for (let round = 0; round < 8; round++) {
    const { status, answer } = await buyer.call(0, 'POST', '/api/orders', { ticketId });
    if (status !== 201) continue;
    const path = `/api/orders/${(answer as OrderBody).id}`;
    await Promise.all(Array.from({ length: 4 }, () => buyer.call(0, 'DELETE', path)));
  }
}

// the first that fits; elsewhere the load alone is enough
const STIMULI: [RegExp, Stimulus][] = [
  [/connectMongo#2/, startWithout(database)],
  [/openWithin#2/, startWithout(() => 'nats-streaming')],
  [/NatsConnection\.reopen|NatsConnection\.open#2/, busAway],
  [/dead-letter|Listener\.park|Listener\.handle#[13]$/, unhandled],
  [/sweepAll#2/, backlog],
  [/Listener\.attempt#2/, databaseDies],
  [/retry-on-conflict|runAlone|runRound#3/, contention],
  [/health\.ts/, metrics],
  [/findTicket#2/, unheardOf],
];

/** What a place needs that neither the load nor a start nor a stop brings. */
export function specialStimulus({ name }: CrashPoint): Stimulus | undefined {
  return STIMULI.find(([pattern]) => pattern.test(name))?.[1];
}

/** What brings an instance to `point`; undefined where the load does. */
export function stimulusFor(point: CrashPoint): Stimulus | undefined {
  const { name, way } = point;
  const special = specialStimulus(point);
  if (special) return special;
  if (way === 'start') return restart;
  if (way === 'stop') return terminate;
  return name.startsWith('auth/') ? credentials : undefined;
}
