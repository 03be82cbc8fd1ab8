import type { DeadLetter } from '@ticketing/common/bus';
import { Subjects } from '@ticketing/common/events';
import { eventually } from '@ticketing/processes';
import {
  aTicket,
  connectToBus,
  type OrderBody,
  type RunningSystem,
  type TicketBody,
  Visitor,
} from './testing/index.js';
import { DashboardPages, startWithDashboard } from './testing/dashboard-pages.js';

const LIMIT_MS = 60_000;
let running: RunningSystem;
let pages: DashboardPages;
let buyer: Visitor;
let seller: Visitor;

beforeAll(async () => {
  running = await startWithDashboard();
  pages = new DashboardPages(running.system.state().dashboard!);
  [seller, buyer] = [await Visitor.signedUp(running.url), await Visitor.signedUp(running.url)];
});
afterAll(() => running?.stop());

async function reserve(): Promise<OrderBody> {
  const { body: ticket } = await seller.post<TicketBody>('/api/tickets', aTicket());
  return eventually(async () => {
    const { status, body } = await buyer.post<OrderBody>('/api/orders', { ticketId: ticket.id });
    if (status !== 201) throw new Error(`the order was answered with ${status}`);
    return body;
  }, LIMIT_MS);
}

const expectPage = (path: string, ...texts: (string | RegExp)[]) =>
  eventually(async () => {
    const shown = await pages.get(path);
    for (const text of texts) expect(shown).toMatch(text);
  }, LIMIT_MS);

const expectInvariantsKept = () =>
  eventually(async () => {
    const shown = await pages.get('/lessons/invariants');
    expect([shown.split('✓ kept').length - 1, shown.match(/✗ broken|\? unknown/g)]).toEqual([7, null]);
  }, LIMIT_MS);

it('shows an order on its way: its event with who has acknowledged it, its timer, its document', async () => {
  const { id } = await reserve();
  await expectPage(
    `/events?text=${id}`,
    'order:created',
    ...['tickets', 'payments', 'expiration'].map((name) => `✓ ${name}: acknowledged`),
  );
  await expectPage('/timers', id);
  await expectPage('/data/orders/orders', id);
  await expectPage('/outboxes', 'orders');
});

it('shows the contracts at /docs, where the site leads to', async () => {
  const answer = await fetch(`${running.url}/docs`);
  expect(answer.url).toBe(`${pages.url}/docs`);
  const shown = await answer.text();
  for (const text of ['POST /api/orders', 'order:created']) expect(shown).toContain(text);
});

it('shows no password, not even its hash', async () => {
  const shown = await pages.get('/data/auth/users');
  expect(shown).toContain('&quot;passwordHash&quot;: &quot;(hidden)&quot;');
  expect(shown).not.toContain('argon2');
});

it('shows the timers in bull-board, which may change nothing', async () => {
  const board = `${pages.url}/timers/board`;
  expect(await (await fetch(board)).text()).toContain('id="root"');
  const { queues } = (await (await fetch(`${board}/api/queues`)).json()) as {
    queues: { readOnlyMode: boolean }[];
  };
  expect(queues).toMatchObject([{ name: 'order:expiration', readOnlyMode: true }]);
  const queue = `${board}/api/queues/${encodeURIComponent('order:expiration')}`;
  for (const [method, path] of [
    ['PUT', '/clean/delayed'],
    ['PUT', '/pause'],
    ['PUT', '/empty'],
    ['POST', '/add'],
    ['DELETE', '/'],
  ])
    expect((await fetch(queue + path, { method })).status).toBe(403);
});

it('puts a parked message back, and then shows it no more', async () => {
  const { id, version, userId, title, price } = (await seller.post<TicketBody>('/api/tickets', aTicket()))
    .body;
  const letter: DeadLetter = {
    subject: Subjects.TicketCreated,
    queueGroup: 'orders-service',
    sequence: 4711,
    body: JSON.stringify({ id, version, userId, title, price }),
    encoding: 'utf8',
    truncated: false,
    reason: 'a test has parked it',
    attempts: 3,
    parkedAt: new Date().toISOString(),
  };
  const bus = await connectToBus(running.system);
  await bus.publish('dead-letter', JSON.stringify(letter));
  await bus.close();
  await expectPage('/dead-letters', 'ticket:created 4711', 'a test has parked it');
  await pages.press('/dead-letters', '/dead-letters/replay', 'value="4711"');
  await expectPage('/dead-letters', 'Put 1 message back', 'Nothing is parked.');
});

it('kills orders, which then runs again, and no promise is broken', async () => {
  await pages.press('/lessons', '/lessons/kill-orders');
  await eventually(() => expect(running.system.process('orders').restarts).toBe(1), LIMIT_MS);
  await reserve();
  await expectInvariantsKept();
});

it('empties Redis: the timers are gone, and no promise is broken', async () => {
  const { id } = await reserve();
  await expectPage('/timers', id);
  await pages.press('/lessons', '/lessons/empty-redis');
  expect(await pages.get('/timers')).toContain('No timer is set');
  await expectInvariantsKept();
});

it('stops the bus for a while: events wait in an outbox, and are heard when it is back', async () => {
  await pages.press('/lessons', '/lessons/stop-bus');
  await eventually(() => expect(running.system.process('nats-streaming').state).toBe('stopped'), LIMIT_MS);
  expect(await pages.get('/lessons')).toMatch(/The bus is back in \d+ s\./);
  const { body: ticket } = await seller.post<TicketBody>('/api/tickets', aTicket());
  await expectPage('/outboxes', /class="(?:warning|bad)"> ?1/);
  await expectPage('/events', 'The bus is away');
  await expectPage(`/events?text=${ticket.id}`, 'ticket:created', '✓ orders: acknowledged');
  await expectInvariantsKept();
});
