import { type Matcher, parseExpression, readExpressions } from '@ticketing/infra/monitoring';
import { eventually } from '@ticketing/processes';
import { serviceNames } from '@ticketing/system';
import { known } from './testing/reservations.js';
import { RunningSystem } from './testing/running-system.js';
import { type Sample, scrape } from './testing/scrape.js';
import { Visitor } from './testing/visitor.js';

const WINDOW_SECONDS = 5;

let running: RunningSystem;
/** What all services show when somebody has bought nothing, and the time of a reservation is over. */
let samples: Sample[];

const scrapeAll = async () =>
  (await Promise.all(serviceNames.map((name) => scrape(running.system.process(name).port)))).flat();

function valueOf(name: string, labels: Record<string, string>, from = samples): number | undefined {
  const found = from.find(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  return found?.value;
}

/** Whether a sample can be meant. A pattern may be of values that come later: then the label must be there. */
function fits({ labels }: Sample, { label, operator, value }: Matcher): boolean {
  if (operator === '=') return labels[label] === value;
  if (operator === '!=') return labels[label] !== undefined && labels[label] !== value;
  return labels[label] !== undefined;
}

beforeAll(async () => {
  running = await RunningSystem.start({ site: false, expirationWindowSeconds: WINDOW_SECONDS });
  const [seller, buyer] = [await Visitor.signedUp(running.url), await Visitor.signedUp(running.url)];
  const ticket = await seller.sell();
  await known(running.system, [ticket]);
  const { body: order } = await buyer.reserve(ticket.id);
  const reserved = await scrapeAll();
  expect(valueOf('orders_live', { status: 'created' }, reserved)).toBe(1);
  await eventually(async () => expect((await buyer.order(order.id)).status).toBe('cancelled'), 30_000);
  // gauges of a database are asked for every 5 s at most
  await eventually(async () => {
    samples = await scrapeAll();
    expect(valueOf('orders_live', { status: 'created' })).toBe(0);
    expect(valueOf('timer_late_seconds_count', {})).toBe(1);
  }, 30_000);
});
afterAll(() => running.stop());

it.each(readExpressions())('$where finds its metrics and labels in the running system', ({ expr }) => {
  const { selectors, groupedBy } = parseExpression(expr);
  const found = selectors.map(({ metric, matchers }) => {
    const ofMetric = samples.filter(
      (sample) => sample.name === metric && matchers.every((matcher) => fits(sample, matcher)),
    );
    expect([metric, matchers, ofMetric.length > 0]).toEqual([metric, matchers, true]);
    return ofMetric;
  });
  const labels = new Set(found.flat().flatMap((sample) => Object.keys(sample.labels)));
  expect([...labels]).toEqual(expect.arrayContaining(groupedBy));
});

it('shows that all is well: nothing is overdue, late, parked or unreachable', () => {
  expect(valueOf('orders_overdue_seconds', { app: 'orders' })).toBeLessThan(5);
  for (const collection of ['users', 'signouts', 'tickets', 'orders', 'payments'])
    expect(valueOf('outbox_oldest_age_seconds', { collection })).toBeLessThan(5);
  for (const { name, labels, value } of samples) {
    if (name === 'dependency_up') expect([labels, value]).toEqual([labels, 1]);
    if (name === 'metrics_collect_failures_total') expect([labels, value]).toEqual([labels, 0]);
    if (name === 'messages_handled_total' && labels.outcome === 'parked')
      expect([labels, value]).toEqual([labels, 0]);
  }
});

it('says of each metric whose it is', () => {
  const owners = new Set(samples.map(({ labels }) => `${labels.system} ${labels.app}`));
  expect([...owners].sort()).toEqual(serviceNames.map((name) => `ticketing ${name}`).sort());
});
