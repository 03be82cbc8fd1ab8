import { isOutage } from '@ticketing/common/errors';
import { MOST_AHEAD } from '@ticketing/common/events';
import { eventually, newId } from '@ticketing/testing';
import { aTicket, ordersDatabase, ticketState } from '../testing/orders.js';
import { replicateTicket, Ticket } from './ticket.js';

const database = ordersDatabase();

const state = (id: string, version: number, orderId?: string) =>
  ticketState({ id, version, title: `Version ${version}`, price: 10 + version, orderId });

describe('replicateTicket', () => {
  it('ends at the newest version for any order and repetition of events', async () => {
    const orderId = newId();
    const states = [0, 1, 2, 3, 4].map(
      (version) => (id: string) => state(id, version, version % 2 ? orderId : undefined),
    );
    for (let round = 0; round < 10; round++) {
      const id = newId();
      const events = [...states, ...states].map((make) => make(id)).sort(() => Math.random() - 0.5);
      await Promise.all(events.map(replicateTicket));
      const copy = await Ticket.findById(id).lean();
      expect(copy).toMatchObject({ version: 4, title: 'Version 4', price: 14 });
      expect(copy).not.toHaveProperty('orderId');
    }
  });

  it('stores an update of an unknown ticket', async () => {
    const id = newId();
    await replicateTicket(state(id, 3));
    expect(await Ticket.findById(id).lean()).toMatchObject({ version: 3 });
  });

  it('rejects with an outage while the database is away', async () => {
    const id = newId();
    await database.server.kill();
    const error: unknown = await replicateTicket(state(id, 0)).catch((reason: unknown) => reason);
    await database.server.start();
    expect(isOutage(error)).toBe(true);
    await eventually(() => replicateTicket(state(id, 0)));
    expect(await Ticket.findById(id).lean()).toMatchObject({ version: 0 });
  });

  it('refuses a state that is too far ahead of the copy, and takes the next one', async () => {
    const id = newId();
    await replicateTicket(state(id, 4));
    const [far, next] = await Promise.allSettled([
      replicateTicket(state(id, MOST_AHEAD + 10)),
      replicateTicket(state(id, 5)),
    ]);
    expect(far).toMatchObject({ reason: { code: 'TOO_FAR_AHEAD' } });
    expect(next).toMatchObject({ status: 'fulfilled' });
    expect(await Ticket.findById(id).lean()).toMatchObject({ version: 5 });
    await replicateTicket(state(id, 5 + MOST_AHEAD));
    expect(await Ticket.findById(id).lean()).toMatchObject({ version: 5 + MOST_AHEAD });
  });

  it('knows a state with a high version that is not newer', async () => {
    const id = newId();
    await replicateTicket(state(id, 3 * MOST_AHEAD));
    for (const version of [3 * MOST_AHEAD, 2 * MOST_AHEAD, 1]) await replicateTicket(state(id, version));
    expect(await Ticket.findById(id).lean()).toMatchObject({ version: 3 * MOST_AHEAD });
  });

  it('ignores a state that is not newer', async () => {
    const id = await aTicket({ title: 'Current' });
    await replicateTicket({ ...state(id, 0), title: 'Same version' });
    expect(await Ticket.findById(id).lean()).toMatchObject({ title: 'Current', version: 0 });
  });
});
