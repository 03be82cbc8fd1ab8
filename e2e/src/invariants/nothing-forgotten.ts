import { eventually } from '@ticketing/processes';
import { expectConverged } from '../testing/expect-converged.js';
import { known, reserve } from '../testing/reservations.js';
import type { RunningSystem } from '../testing/running-system.js';
import { Visitor } from '../testing/visitor.js';
import { sharedSystem } from './shared-system.js';

/** The bus or a service is down at the moment of a change. */
export function nothingForgotten(): void {
  let running: RunningSystem;
  let seller: Visitor;
  beforeAll(async () => ({ running, seller } = await sharedSystem()));

  it('when the bus is down, an order is placed, and the orders service dies', async () => {
    const buyer = await Visitor.signedUp(running.url);
    const ticket = await seller.sell();
    await known(running.system, [ticket]);
    const bus = running.system.process('nats-streaming');
    await bus.stop();
    const answer = await buyer.reserve(ticket.id);
    expect(answer.status).toBe(201);
    for (const name of ['orders', 'orders-2']) running.system.process(name).kill('SIGKILL');
    await bus.start();
    // the version shows the hold even if the order's time is over before all processes are up again
    await eventually(async () => expect((await seller.ticket(ticket.id)).version).toBeGreaterThanOrEqual(1));
    await eventually(async () => expect((await buyer.order(answer.body.id)).status).toBe('cancelled'));
    await expectConverged(running.system);
  });

  it('when the tickets service dies right after it answered', async () => {
    const ticket = await seller.sell('Last words');
    for (const name of ['tickets', 'tickets-2']) running.system.process(name).kill('SIGKILL');
    await reserve(await Visitor.signedUp(running.url), ticket.id);
    await expectConverged(running.system);
  });
}
