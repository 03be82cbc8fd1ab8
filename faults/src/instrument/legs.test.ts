import { legs } from './legs';
import { instancesOf, serviceOf } from './places';
import { crashPoints } from './point';

const visits = crashPoints().map((point) => ({ point }));

it('lead to every point once, each in a service that runs it', () => {
  const visited = legs(visits, 5).flatMap((leg) =>
    [...leg].flatMap(([service, all]) => all.map(({ point }) => ({ service, point }))),
  );
  expect(new Set(visited.map(({ point }) => point))).toEqual(new Set(visits.map(({ point }) => point)));
  expect(visited).toHaveLength(visits.length);
  for (const { service, point } of visited) expect(instancesOf(point).map(serviceOf)).toContain(service);
});

it('keep the services equally busy, as long as they share', () => {
  const shared = visits.filter(({ point }) => instancesOf(point).length >= 6);
  const [leg] = legs(shared, shared.length);
  const sizes = [...leg!.values()].map(({ length }) => length);
  expect(sizes.length).toBeGreaterThanOrEqual(3);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
});
