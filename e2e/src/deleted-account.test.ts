import { randomUUID } from 'node:crypto';
import { eventually } from '@ticketing/processes';
import { known } from './testing/reservations.js';
import { RunningSystem } from './testing/running-system.js';
import { Visitor } from './testing/visitor.js';

const anAccount = () => ({ email: `${randomUUID()}@example.com`, password: 'correct horse' });

describe('when an account is deleted', () => {
  let running: RunningSystem;
  beforeAll(async () => {
    running = await RunningSystem.start({ instances: { tickets: 2 }, site: false });
  });
  afterAll(() => running.stop());

  const statusOf = async (visitor: Visitor, id: string) => (await visitor.get(`/api/tickets/${id}`)).status;

  it('its tickets leave the market, and its orders stay', async () => {
    const account = anAccount();
    const cookies = new Map<string, string>();
    const seller = new Visitor(running.url, undefined, cookies);
    expect((await seller.post('/api/users/signup', account)).status).toBe(201);
    const thief = new Visitor(running.url, undefined, new Map(cookies));
    const [buyer, other] = [await Visitor.signedUp(running.url), await Visitor.signedUp(running.url)];
    const [free, kept, sold] = [
      await seller.sell('Free'),
      await seller.sell('Kept'),
      await seller.sell('Sold'),
    ];
    const wanted = await other.sell('Wanted');
    await known(running.system, [free, kept, sold, wanted]);
    const keptOrder = (await buyer.reserve(kept.id)).body;
    const soldOrder = (await buyer.reserve(sold.id)).body;
    const own = (await seller.reserve(wanted.id)).body;

    // what is asked for several times, because answers were lost, is done once
    const me = { password: account.password };
    const answers = await Promise.all([1, 2, 3].map(() => seller.send('DELETE', '/api/users/me', me)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);

    await eventually(async () => expect(await statusOf(other, free.id)).toBe(404));
    await eventually(async () => {
      const { status, body } = await other.reserve(free.id);
      expect([status, body]).toEqual([400, { errors: [{ message: 'This ticket is not on sale any more' }] }]);
    });
    // who has reserved a ticket may still pay for it, or give it back
    await eventually(async () => expect((await buyer.pay(soldOrder.id)).bank.status).toBe(200));
    await eventually(async () => expect((await buyer.order(soldOrder.id)).status).toBe('complete'));
    expect(await statusOf(buyer, sold.id)).toBe(200);
    expect(await statusOf(buyer, kept.id)).toBe(200);
    expect((await buyer.delete(`/api/orders/${keptOrder.id}`)).status).toBe(204);
    await eventually(async () => expect(await statusOf(buyer, kept.id)).toBe(404));
    expect((await buyer.reserve(kept.id)).status).toBe(400);

    const listed = await other.get<{ id: string }[]>('/api/tickets?limit=100');
    expect(listed.body.map(({ id }) => id)).not.toEqual(expect.arrayContaining([free.id]));
    // the order of who has left holds its ticket until it ends
    expect((await other.ticket(wanted.id)).orderId).toBe(own.id);

    await eventually(async () => expect((await thief.get('/api/orders')).status).toBe(401));
    expect((await thief.post('/api/tickets', { title: 'Late', price: 20 })).status).toBe(401);
    expect((await other.post('/api/users/signin', account)).status).toBe(400);
    expect((await other.post('/api/users/signup', account)).status).toBe(201);
  });
});
