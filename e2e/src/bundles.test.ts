import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@ticketing/processes';
import { serviceNames } from '@ticketing/system';
import { known } from './testing/reservations.js';
import { RunningSystem } from './testing/running-system.js';
import { TraceCollector, withEnvironment } from './testing/trace-collector.js';
import { type OrderBody, Visitor } from './testing/visitor.js';

const ROOT = join(__dirname, '../..');
const CACHES = [...serviceNames, 'gateway'].map((name) =>
  join(ROOT, 'node_modules/.cache/ticketing-bundles', `${name}.js.cache`),
);

let running: RunningSystem | undefined;
let collector: TraceCollector | undefined;
afterEach(() => stop());

async function stop(): Promise<void> {
  await running?.stop();
  collector?.stop();
  running = collector = undefined;
}

const writtenAt = () => CACHES.map((file) => statSync(file).mtimeMs);

/** One ticket is paid for, and another one expires. So each service does its part. */
async function playTheLoop(url: string): Promise<void> {
  const [seller, buyer] = [await Visitor.signedUp(url), await Visitor.signedUp(url)];
  const tickets = [await seller.sell('Paid'), await seller.sell('Expires')];
  await known(running!.system, tickets);
  const [paid, expires] = (await Promise.all(
    tickets.map(async ({ id }) => (await buyer.reserve(id)).body),
  )) as [OrderBody, OrderBody];
  const payment = await eventually(async () => {
    const { body } = await buyer.startPayment(paid.id);
    expect(body.status).toBe('open');
    return body;
  });
  await buyer.confirm(payment);
  await eventually(async () => expect((await buyer.order(paid.id)).status).toBe('complete'));
  await eventually(async () => {
    expect((await buyer.order(expires.id)).status).toBe('cancelled');
    expect(await seller.ticket(tickets[1]!.id)).not.toHaveProperty('orderId');
  });
}

// the second start runs code that V8 has compiled before, and such code may lack what V8 does not keep
it('does all its parts from bundles, when they start for the first time and for the second', async () => {
  execFileSync(process.execPath, [join(ROOT, 'scripts/bundle.mjs')]);
  for (const file of CACHES) rmSync(file, { force: true });
  let before: number[] = [];
  for (const start of ['first', 'second']) {
    collector = new TraceCollector();
    running = await RunningSystem.start({
      bundled: true,
      site: false,
      expirationWindowSeconds: 12,
      interference: withEnvironment(await collector.start()),
    });
    await playTheLoop(running.url);
    // the code that sends traces is loaded late
    await eventually(() => expect([...collector!.senders()].sort()).toEqual([...serviceNames].sort()));
    expect(await running.logs()).not.toMatch(/error/i);
    await stop();
    expect(CACHES.filter((file) => !existsSync(file))).toEqual([]);
    if (start === 'second') expect(writtenAt()).toEqual(before); // V8 took them all
    before = writtenAt();
  }
});
