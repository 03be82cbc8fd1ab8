import { Subjects } from '@ticketing/common/events';
import { judge } from '../checker/judge.js';
import { goodStory, PAID, say } from '../checker/testing/story.js';
import { readAtRest } from './read-at-rest.js';
import type { Databases, Snapshot } from './snapshot.js';

const LIMIT_MS = 5_000;

/** The end of the good story. `answer` answers a repeated `payment:authorised` of its complete order, as orders does. */
function world() {
  const { history, snapshot } = goodStory();
  const order = orderIn(snapshot);
  const channel: string = Subjects.OrderCompleted;
  const answer = () => {
    const event = snapshot.messages.findLast((message) => message.channel === channel)!;
    order.version++;
    say({ history, snapshot }, 30_000, channel, {
      ...(JSON.parse(event.body) as object),
      version: order.version,
    });
  };
  const databases = (): Promise<Databases> => {
    const { tickets, copies, orders, payments } = structuredClone(snapshot);
    return Promise.resolve({ tickets, copies, orders, payments });
  };
  return { history, snapshot, answer, databases, messages: () => structuredClone(snapshot.messages) };
}

/** Reads the world, and does something each time before and each time after the bus is read. */
async function readWhile({ before, after }: { before: () => void; after: () => void }, of = world()) {
  const readBus = () => {
    before();
    const messages = of.messages();
    after();
    return Promise.resolve(messages);
  };
  const { stored, rest, moved } = await readAtRest(of.databases, readBus, LIMIT_MS);
  const taken: Snapshot = { ...of.snapshot, ...stored, messages: rest, moved };
  return { taken, broken: judge(of.history, taken).map(({ rule }) => rule) };
}

const orderIn = ({ orders }: Databases) => orders.find(({ id }) => id === PAID)!;
const newestIn = ({ messages }: Snapshot) => {
  const versions = messages
    .filter(({ channel }) => channel === 'order:completed')
    .map(({ body }) => (JSON.parse(body) as { version: number }).version);
  return Math.max(...versions);
};

const nothing = () => undefined;
const once = (work: () => void) => {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
};

it.each(['before', 'after'] as const)(
  'reads again when an order is answered just %s the bus is read',
  async (moment) => {
    const of = world();
    const { taken, broken } = await readWhile(
      { before: nothing, after: nothing, [moment]: once(of.answer) },
      of,
    );
    expect(broken).toEqual([]);
    expect([orderIn(taken).version, newestIn(taken)]).toEqual([3, 3]);
  },
);

it('says what still changes when the time is over', async () => {
  const of = world();
  let now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => (now += LIMIT_MS));
  const { broken } = await readWhile({ before: nothing, after: of.answer }, of);
  expect(broken).toContain('convergence');
  clock.mockRestore();
});

it('finds an event of a version that the databases do not have', async () => {
  const of = world();
  of.answer();
  orderIn(of.snapshot).version--;
  const { broken } = await readWhile({ before: nothing, after: nothing }, of);
  expect(broken).toEqual(['forked version']);
});
