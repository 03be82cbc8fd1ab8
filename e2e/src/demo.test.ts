import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { eventually } from '@ticketing/processes';
import { type Answer, RunningSystem, type TicketBody, Visitor } from './testing/index.js';

const DEMO = join(__dirname, '../../demo/dist/index.js');
const SELLERS = ['ada', 'mateo', 'noor', 'sven', 'yuki', 'zofia'];
const SEED = '5';

let running: RunningSystem;
let child: ChildProcess | undefined;

beforeAll(async () => {
  running = await RunningSystem.start({
    site: false,
    expirationWindowSeconds: 20,
    reservationsPerAccount: 6,
  });
});
afterEach(() => void child?.kill('SIGKILL'));
afterAll(() => running.stop());

/** Starts the demo as `npm run demo` does. It finds the system by the folder of its data. */
function startDemo(...args: string[]) {
  const env = { ...process.env, TICKETING_DATA_DIR: running.dataDir };
  child = spawn(process.execPath, [DEMO, '--seed', SEED, ...args], { env });
  const { pid } = child;
  let output = '';
  child.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(([code]: unknown[]) => code);
  return {
    lines: () => output.split('\n'),
    printed: (text: RegExp) => eventually(() => expect(output).toMatch(text), 60_000),
    ended,
    stop: async () => {
      process.kill(pid!, 'SIGINT');
      return { code: await ended, last: output.trim().split('\n').at(-1) };
    },
  };
}

/** Everything that the six sellers have listed. */
async function listed(): Promise<TicketBody[]> {
  const all = SELLERS.map(async (name) => {
    const seller = new Visitor(running.url);
    const password = /The password is: (.*)/.exec(shown)![1];
    await seller.post('/api/users/signin', { email: `${name}@demo.example`, password });
    const tickets: TicketBody[] = [];
    let path: string | undefined = '/api/tickets?mine=true&limit=100';
    while (path !== undefined) {
      const page: Answer<TicketBody[]> = await seller.get(path);
      tickets.push(...page.body);
      path = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
    }
    return tickets;
  });
  return (await Promise.all(all)).flat();
}
let shown = '';

it('opens with 40 tickets by 6 sellers in all states, and a second run doubles nothing', async () => {
  const first = startDemo('--rate', '0');
  expect(await first.ended).toBe(0);
  shown = first.lines().join('\n');
  expect(shown).toContain('40 tickets are listed: 26 on sale, 6 reserved, 8 sold');
  const tickets = await listed();
  expect(tickets).toHaveLength(40);
  expect(new Set(tickets.map(({ userId }) => userId)).size).toBe(6);
  expect(tickets.filter(({ sold }) => sold)).toHaveLength(8);

  const second = startDemo('--rate', '0');
  expect(await second.ended).toBe(0);
  expect(second.lines().join('\n')).toMatch(/40 tickets are listed: \d+ on sale, \d reserved, 8 sold/);
  const after = await listed();
  expect(after.map(({ id }) => id).sort()).toEqual(tickets.map(({ id }) => id).sort());
});

it('people go on buying while a service is killed, sellers list more, and Ctrl-C ends it with the totals', async () => {
  const before = await listed();
  const demo = startDemo('--rate', '60');
  await demo.printed(/ bought /);
  running.system.process('orders').kill();
  const killedAfter = demo.lines().filter((line) => line.includes(' bought ')).length;
  await demo.printed(/It answers again/);
  await eventually(() => {
    const bought = demo.lines().filter((line) => line.includes(' bought ')).length;
    expect(bought).toBeGreaterThan(killedAfter + 5);
  }, 60_000);
  const { code, last } = await demo.stop();
  expect(code).toBe(0);
  expect(last).toMatch(/^The demo has ended: \d+ listed, \d+ bought/);

  const after = await listed();
  expect(after.length).toBeGreaterThan(before.length + 5);
  expect(new Set(after.map(({ title }) => title)).size).toBe(after.length);
  const onSale = after.filter(({ sold, orderId }) => !sold && orderId === undefined);
  expect(onSale.length).toBeGreaterThan(15);
});

it('started again, it goes on where it has stopped', async () => {
  const before = await listed();
  const demo = startDemo('--rate', '60');
  await demo.printed(/( bought [^]*){6}/);
  const { code } = await demo.stop();
  expect(code).toBe(0);
  const after = await listed();
  expect(new Set(after.map(({ title }) => title)).size).toBe(after.length);
  expect(after.length).toBeGreaterThan(before.length);
  // it does not try to buy again everything that was bought before
  const refused = demo.lines().filter((line) => line.includes(' does not get ')).length;
  expect(refused).toBeLessThan(5);
});
