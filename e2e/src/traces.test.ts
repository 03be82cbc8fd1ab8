import { eventually } from '@ticketing/processes';
import type { StoredSpan } from '@ticketing/local';
import { RunningSystem } from './testing/running-system.js';
import { TraceCollector, withEnvironment } from './testing/trace-collector.js';
import { type OrderBody, Visitor } from './testing/visitor.js';

const TITLE = 'Concert of the Violets';
const WINDOW_SECONDS = 4;
const collector = new TraceCollector();
let running: RunningSystem;

beforeAll(async () => {
  const interference = withEnvironment(await collector.start());
  running = await RunningSystem.start({ expirationWindowSeconds: WINDOW_SECONDS, interference });
  // the services load OpenTelemetry when they are ready
  const buyer = await Visitor.signedUp(running.url);
  await eventually(async () => {
    await fetch(running.url);
    await buyer.reserve((await (await Visitor.signedUp(running.url)).sell()).id);
    const all = ['auth', 'client', 'expiration', 'orders', 'payments', 'tickets'];
    expect([...collector.senders()].sort()).toEqual(all);
  });
});
afterAll(async () => {
  await running.stop();
  collector.stop();
});

/** Buys on the page of a ticket, as a browser without JavaScript does. */
async function reserveOnSite(buyer: Visitor, ticketId: string): Promise<string> {
  const url = `${running.url}/tickets/${ticketId}`;
  const headers = { cookie: buyer.cookie, origin: running.url };
  const html = await (await fetch(url, { headers })).text();
  const [form = ''] = (html.match(/<form\b[^]*?<\/form>/g) ?? []).filter((one) =>
    one.includes('name="seen"'),
  );
  const body = new FormData();
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const read = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
    body.append(read('name'), read('value').replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
  }
  const answer = await fetch(url, { method: 'POST', body, headers, redirect: 'manual' });
  expect(answer.status).toBe(303);
  return answer.headers.get('location')!.split('/').at(-1)!;
}

const named = (spans: StoredSpan[]) => spans.map(({ service, name }) => `${service}: ${name}`);

/** Each span is a part of another one, save the first. */
function expectOneStory(spans: StoredSpan[]): void {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined || !ids.has(parentSpanId));
  expect(named(roots)).toHaveLength(1);
}

function expectNothingPersonal(spans: StoredSpan[], buyer: Visitor): void {
  const text = JSON.stringify(spans);
  expect(text).not.toContain('Violets');
  expect(text).not.toMatch(/@example\.com|correct horse/);
  for (const cookie of buyer.cookie.split('; ')) expect(text).not.toContain(cookie.split('=')[1]);
}

async function onSale(seller: Visitor) {
  const ticket = await seller.sell(TITLE);
  await eventually(() =>
    expect(named(collector.spansOf(ticket.id))).toContain('orders: hear ticket:created'),
  );
  return ticket;
}

it('tells a reservation that expires as one story, from the click to "on sale again"', async () => {
  const [seller, buyer] = [await Visitor.signedUp(running.url), await Visitor.signedUp(running.url)];
  const ticket = await onSale(seller);
  const orderId = await reserveOnSite(buyer, ticket.id);
  await eventually(async () => {
    expect((await buyer.get<OrderBody>(`/api/orders/${orderId}`)).body.status).toBe('cancelled');
  });
  const story = [
    'client: POST /tickets/[id]',
    'client: call orders',
    'orders: POST /api/orders',
    'orders: place order',
    'orders: insert orders',
    'orders: outbox order:created',
    'orders: publish order:created',
    'tickets: deliver order:created',
    'tickets: hear order:created',
    'payments: hear order:created',
    'expiration: hear order:created',
    'expiration: set timer',
    'expiration: timer fires',
    'expiration: publish expiration:complete',
    'orders: hear expiration:complete',
    'orders: expire order',
    'orders: publish order:cancelled',
    'tickets: hear order:cancelled',
    'payments: hear order:cancelled',
    'tickets: publish ticket:updated',
    'orders: hear ticket:updated',
  ];
  let spans: StoredSpan[] = [];
  await eventually(() => {
    spans = collector.spansOf(orderId);
    expect(named(spans)).toEqual(expect.arrayContaining(story));
    // the ticket is told twice: when it is reserved, and when it is on sale again
    expect(named(spans).filter((name) => name === 'orders: hear ticket:updated')).toHaveLength(2);
    expectOneStory(spans);
  });
  const fired = spans.find(({ name }) => name === 'timer fires')!;
  const set = spans.find(({ name }) => name === 'set timer')!;
  expect(fired.startMs - set.startMs).toBeGreaterThan(WINDOW_SECONDS * 900);
  expect(fired.links).toEqual([{ traceId: set.traceId, spanId: set.spanId }]);
  expect(spans.filter(({ status }) => status === 'error')).toEqual([]);
  expectNothingPersonal(spans, buyer);
});

it('tells it as one story when the worker is dead', async () => {
  const [seller, buyer] = [await Visitor.signedUp(running.url), await Visitor.signedUp(running.url)];
  const ticket = await onSale(seller);
  const worker = running.system.process('expiration');
  await worker.stop();
  try {
    const orderId = await reserveOnSite(buyer, ticket.id);
    await eventually(() => {
      const spans = collector.spansOf(orderId);
      expect(named(spans)).toEqual(
        expect.arrayContaining(['client: POST /tickets/[id]', 'orders: cancel overdue order']),
      );
      expect(named(spans).filter((name) => name === 'orders: hear ticket:updated')).toHaveLength(2);
      expectOneStory(spans);
    });
  } finally {
    await worker.start();
  }
});

it('tells a payment as one story, with the calls of the provider', async () => {
  const [seller, buyer] = [await Visitor.signedUp(running.url), await Visitor.signedUp(running.url)];
  const ticket = await onSale(seller);
  const { body: order } = await buyer.reserve(ticket.id);
  const { payment } = await eventually(() => buyer.pay(order.id));
  await eventually(async () => expect((await buyer.order(order.id)).status).toBe('complete'));
  let spans: StoredSpan[] = [];
  await eventually(() => {
    spans = collector.spansOf(payment.id);
    expect(named(spans)).toEqual(
      expect.arrayContaining([
        'payments: POST /api/payments',
        'payments: open payment',
        'payments: reconcile payment',
        'payments: stripe create',
      ]),
    );
    expectOneStory(spans);
  });
  expectNothingPersonal(spans, buyer);
});
