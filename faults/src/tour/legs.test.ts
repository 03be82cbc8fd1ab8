import { type Leg, legs } from './legs.js';

interface Visit {
  name: string;
  services: string[];
  cost: number;
}
const sharing = (perService: number) => ({
  servicesFor: ({ services }: Visit) => services,
  costOf: ({ cost }: Visit) => cost,
  perService,
});
const SERVICES = ['auth', 'tickets', 'orders'];
const visits = Array.from({ length: 60 }, (_, index): Visit => {
  const services = index % 3 === 0 ? SERVICES : [SERVICES[index % 2]!];
  return { name: `visit ${index}`, services, cost: (index * 7) % 11 };
});
const all = (parts: Leg<Visit>[]) =>
  parts.flatMap((leg) => [...leg].flatMap(([service, its]) => its.map((visit) => ({ service, visit }))));

it('make every visit once, each in a service that comes there', () => {
  const made = all(legs(visits, sharing(5)));
  expect(made.map(({ visit }) => visit.name).sort()).toEqual(visits.map(({ name }) => name).sort());
  for (const { service, visit } of made) expect(visit.services).toContain(service);
});

it('keep the services equally busy, as long as they share', () => {
  const shared = visits.filter(({ services }) => services.length === 3);
  const [leg] = legs(shared, sharing(shared.length));
  const sizes = [...leg!.values()].map(({ length }) => length);
  expect(sizes).toHaveLength(3);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
});

it('have no more visits of a service than allowed, the cheap ones first', () => {
  const parts = legs(visits, sharing(5));
  for (const leg of parts) for (const its of leg.values()) expect(its.length).toBeLessThanOrEqual(5);
  const costs = all(parts).flatMap(({ service, visit }) => (service === 'auth' ? [visit.cost] : []));
  expect(costs).toEqual(costs.toSorted((a, b) => a - b));
});
