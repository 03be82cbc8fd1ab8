import { eventually } from '@ticketing/processes';
import { expectConverged } from '../testing/expect-converged.js';
import { known } from '../testing/reservations.js';
import type { RunningSystem } from '../testing/running-system.js';
import { Visitor } from '../testing/visitor.js';
import { sharedSystem } from './shared-system.js';

/** Many buyers ask for the same tickets at once. */
export function oneBuyer(): void {
  let running: RunningSystem;
  let seller: Visitor;
  beforeAll(async () => ({ running, seller } = await sharedSystem()));

  const visitors = (count: number) =>
    Promise.all(Array.from({ length: count }, () => Visitor.signedUp(running.url)));

  it('of 20 at once gets each of 50 tickets, the others are told, nothing breaks', async () => {
    const pids = running.system.state().processes;
    const buyers = await visitors(20);
    const tickets = await Promise.all(Array.from({ length: 50 }, (_, seat) => seller.sell(`Seat ${seat}`)));
    await known(running.system, tickets);
    for (const { id } of tickets) {
      buyers.push(buyers.shift()!); // the first one often wins
      const answers = await Promise.all(buyers.map((buyer) => buyer.reserve(id)));
      const won = answers.filter(({ status }) => status === 201);
      expect(answers.map(({ status }) => status).sort()).toEqual([
        201,
        ...Array.from({ length: 19 }, () => 400),
      ]);
      const refused = answers.filter(({ status }) => status === 400);
      for (const { body } of refused)
        expect(body).toEqual({ errors: [{ message: 'Ticket is already reserved' }] });
      await eventually(async () => {
        // the ticket names the winner's order until the time is up
        const { orderId, version } = await seller.ticket(id);
        expect(orderId ?? (version >= 2 ? won[0]!.body.id : undefined)).toBe(won[0]!.body.id);
      });
    }
    expect(running.system.state().processes).toEqual(pids);
    await expectConverged(running.system);
  });
}
