import { eventually } from '@ticketing/processes';
import { Redis } from 'ioredis';
import { everythingIsUp } from '../testing/everything-is-up.js';
import { expectConverged } from '../testing/expect-converged.js';
import { reserve } from '../testing/reservations.js';
import type { RunningSystem } from '../testing/running-system.js';
import { type OrderBody, Visitor } from '../testing/visitor.js';
import { sharedSystem, WINDOW_SECONDS } from './shared-system.js';

/** The time of an order is over while processes are down. */
export function everyReservationEnds(): void {
  let running: RunningSystem;
  let seller: Visitor;
  beforeAll(async () => ({ running, seller } = await sharedSystem()));

  async function orderInTime(): Promise<{ buyer: Visitor; order: OrderBody }> {
    const buyer = await Visitor.signedUp(running.url);
    const ticket = await seller.sell();
    return { buyer, order: await reserve(buyer, ticket.id) };
  }

  async function expectCancelled(buyer: Visitor, order: OrderBody, withinMs: number) {
    await eventually(
      async () => {
        const { status } = await buyer.order(order.id);
        if (status === 'cancelled')
          expect(Date.now()).toBeGreaterThanOrEqual(new Date(order.expiresAt).getTime());
        expect(status).toBe('cancelled');
      },
      WINDOW_SECONDS * 1000 + withinMs,
    );
  }

  it('while the worker is down', async () => {
    const { buyer, order } = await orderInTime();
    await running.system.process('expiration').stop();
    await expectCancelled(buyer, order, 8_000);
    await running.system.process('expiration').start();
  });

  it('when Redis lost all its data', async () => {
    const { buyer, order } = await orderInTime();
    const redis = new Redis(running.system.state().redis);
    await redis.flushall();
    redis.disconnect();
    await expectCancelled(buyer, order, 8_000);
  });

  it('when the worker, Redis, the bus and orders all die meanwhile', async () => {
    const { buyer, order } = await orderInTime();
    for (const name of ['expiration', 'redis', 'nats-streaming', 'orders', 'orders-2']) {
      running.system.process(name).kill('SIGKILL');
    }
    await everythingIsUp(running.system);
    await expectCancelled(buyer, order, 20_000);
    await expectConverged(running.system);
  });
}
