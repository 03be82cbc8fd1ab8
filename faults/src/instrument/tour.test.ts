import { crashPoints } from './point.js';
import { crashTour } from './tour.js';

/** The steps that the promises hang on; `npm run crash-tour -w faults` goes to all. */
const PLACES = [
  'common/src/outbox/outbox-relay.ts:OutboxRelay.publish#1', // on the bus, still in the outbox
  'common/src/bus/listener.ts:Listener.handle#4', // done, and acknowledged or not
  'orders/src/use-cases/place-order.ts:placeOrder#4', // written, not answered
  'orders/src/use-cases/overdue-sweep.ts:OverdueSweep.sweep#1',
  'expiration/src/queue/expiration-queue.ts:ExpirationQueue.schedule#1', // the timer set, its event not acknowledged
];

it('instances die with something half done, one after the other, and every promise is kept', async () => {
  const points = crashPoints().filter(({ name }) => PLACES.includes(name));
  const { visits, violations } = await crashTour({ points });
  expect(visits.map(({ point, phase, kills }) => `${kills} × ${point.name} ${phase}`)).toEqual(
    points.flatMap(({ name }) => [`1 × ${name} issued`, `1 × ${name} after`]),
  );
  expect(violations).toEqual([]);
}, 300_000);
