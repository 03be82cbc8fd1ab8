import { instancesOf, serviceOf } from './places.js';
import type { CrashPoint } from './point.js';

/** What is visited until the next verdict, by service: the services are visited at the same time. */
export type Leg<V> = Map<string, V[]>;

/** Shares visits out among the services, so that none has much more to do than the others. */
export function legs<V extends { point: CrashPoint }>(visits: readonly V[], perService: number): Leg<V>[] {
  const lanes = new Map<string, V[]>();
  const laneOf = (service: string) => lanes.get(service) ?? [];
  // what only one service runs comes first: what several run then fills up
  const bySpread = visits.toSorted((a, b) => servicesOf(a.point).length - servicesOf(b.point).length);
  for (const visit of bySpread) {
    const [service] = servicesOf(visit.point).toSorted((a, b) => laneOf(a).length - laneOf(b).length);
    lanes.set(service!, [...laneOf(service!), visit]);
  }
  const longest = Math.max(0, ...[...lanes.values()].map(({ length }) => length));
  return Array.from({ length: Math.ceil(longest / perService) }, (_, index) => {
    const part = ([service, all]: [string, V[]]): [string, V[]] => [
      service,
      all.slice(index * perService, (index + 1) * perService),
    ];
    return new Map([...lanes].map(part).filter(([, all]) => all.length > 0));
  });
}

function servicesOf(point: CrashPoint): string[] {
  return [...new Set(instancesOf(point).map(serviceOf))];
}
