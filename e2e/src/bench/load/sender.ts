import { Agent } from 'node:http';
import { aTicket, type TicketBody } from '../../testing/visitor.js';
import { send } from '../send.js';
import type { Order, Report, Second } from './protocol.js';

/**
 * Sends requests in a process of its own, so that the sender and what is measured do not share an event loop. The parent
 * sends an `Order` for each run, and gets a `Report`.
 */

/** A new ticket is reserved by somebody else after this time, when everybody knows it. */
const REST_MS = 3_000;
/** What people do, as shares of all requests. */
const MIX: readonly [share: number, what: 'list' | 'show' | 'own orders' | 'sell' | 'reserve'][] = [
  [0.4, 'list'],
  [0.35, 'show'],
  [0.15, 'own orders'],
  [0.06, 'sell'],
  [0.04, 'reserve'],
];

const agent = new Agent({ keepAlive: true, maxSockets: 2_000 });
/** Tickets that were sold in this process, the oldest first. */
const listed: { id: string; seller: number; at: number }[] = [];

process.on('message', (order: Order) => {
  void run(order).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit(0));

async function run(order: Order): Promise<Report> {
  const seconds: Second[] = [];
  const began = performance.now();
  const one = async (scheduled: number) => {
    const outcome = await act(order);
    const second = (seconds[Math.floor((scheduled - began) / 1_000)] ??= {
      latencies: [],
      shed: [],
      errors: 0,
    });
    const latency = performance.now() - scheduled;
    if (outcome === 'done') second.latencies.push(latency);
    else if (outcome === 'shed') second.shed.push(latency);
    else second.errors++;
  };
  const running = new Set<Promise<void>>();
  const start = (scheduled: number) => {
    const work: Promise<void> = one(scheduled).finally(() => running.delete(work));
    running.add(work);
    return work;
  };
  if (order.rate === undefined) {
    const end = began + order.seconds * 1_000;
    const worker = async () => {
      while (performance.now() < end) await start(performance.now());
    };
    await Promise.all(Array.from({ length: order.abreast }, worker));
  } else {
    let from = began;
    for (const { seconds, rate } of [{ seconds: order.seconds, rate: order.rate }, order.then ?? []].flat()) {
      const end = from + seconds * 1_000;
      await onSchedule(from, end, 1_000 / rate, (due) => void start(due));
      from = end;
    }
    await Promise.all(running);
  }
  return {
    seconds: Array.from(
      { length: seconds.length },
      (_, at) => seconds[at] ?? { latencies: [], shed: [], errors: 0 },
    ),
  };
}

/** Calls `start` once for each gap between two times. The schedule does not wait for answers. */
function onSchedule(from: number, end: number, gap: number, start: (due: number) => void): Promise<void> {
  return new Promise((resolve) => {
    let due = from;
    const tick = () => {
      for (const now = performance.now(); due <= now && due < end; due += gap) start(due);
      if (due >= end) resolve();
      else setTimeout(tick, 1);
    };
    tick();
  });
}

async function act(order: Order): Promise<'done' | 'shed' | 'error'> {
  const who = Math.floor(Math.random() * order.cookies.length);
  const what = choose();
  const { tickets, orders } = order.ports;
  switch (what) {
    case 'list':
      return (await ask(tickets, 'GET', '/api/tickets?limit=20', order.cookies[who]!)).outcome;
    case 'own orders':
      return (await ask(orders, 'GET', '/api/orders?limit=20', order.cookies[who]!)).outcome;
    case 'sell': {
      const body = aTicket({ title: `Load ticket number ${listed.length}` });
      const { outcome, answer } = await ask(tickets, 'POST', '/api/tickets', order.cookies[who]!, body);
      if (outcome === 'done')
        listed.push({ id: (answer as TicketBody).id, seller: who, at: performance.now() });
      return outcome;
    }
    case 'reserve': {
      const [first] = listed;
      if (!first || first.seller === who || performance.now() - first.at < REST_MS) return show(order, who);
      listed.shift();
      return (await ask(orders, 'POST', '/api/orders', order.cookies[who]!, { ticketId: first.id })).outcome;
    }
    case 'show':
      return show(order, who);
  }
}

async function show(order: Order, who: number) {
  const id = listed[Math.floor(Math.random() * listed.length)]?.id ?? order.ticketId;
  return (await ask(order.ports.tickets, 'GET', `/api/tickets/${id}`, order.cookies[who]!)).outcome;
}

function choose() {
  let point = Math.random();
  for (const [share, what] of MIX) if ((point -= share) < 0) return what;
  return 'show';
}

async function ask(
  port: number,
  method: string,
  path: string,
  cookie: string,
  body?: object,
): Promise<{ outcome: 'done' | 'shed' | 'error'; answer?: unknown }> {
  try {
    const { status, headers, text } = await send(port, agent, { method, path, headers: { cookie }, body });
    if (status < 300) return { outcome: 'done', answer: JSON.parse(text) as unknown };
    if (status === 503 && headers['retry-after'] !== undefined) return { outcome: 'shed' };
    console.error(`${method} ${path} was answered with ${status}: ${text}`);
  } catch (error) {
    console.error(`${method} ${path}: ${(error as Error).message}`);
  }
  return { outcome: 'error' };
}
