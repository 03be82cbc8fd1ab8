/** The visits until the next verdict, by service: the services are visited at the same time. */
export type Leg<V> = Map<string, V[]>;

export interface Sharing<V> {
  /** The services in which a visit can be made, at least one. */
  servicesFor: (visit: V) => readonly string[];
  /** Cheap visits are made first. */
  costOf: (visit: V) => number;
  /** A leg has at most this many visits for each service. */
  perService: number;
}

/** Shares visits out among the services, so that none has much more to do than the others. */
export function legs<V>(visits: readonly V[], { servicesFor, costOf, perService }: Sharing<V>): Leg<V>[] {
  const lanes = new Map<string, V[]>();
  const laneOf = (service: string) => lanes.get(service) ?? [];
  // first the visits that only one service can take; the others then fill up the shorter lanes
  const bySpread = visits.toSorted((a, b) => servicesFor(a).length - servicesFor(b).length);
  for (const visit of bySpread) {
    const [service] = servicesFor(visit).toSorted((a, b) => laneOf(a).length - laneOf(b).length);
    lanes.set(service!, [...laneOf(service!), visit]);
  }
  const sorted = [...lanes].map(([service, all]): [string, V[]] => [
    service,
    all.toSorted((a, b) => costOf(a) - costOf(b)),
  ]);
  const longest = Math.max(0, ...sorted.map(([, { length }]) => length));
  return Array.from({ length: Math.ceil(longest / perService) }, (_, index) => {
    const part = ([service, all]: [string, V[]]): [string, V[]] => [
      service,
      all.slice(index * perService, (index + 1) * perService),
    ];
    return new Map(sorted.map(part).filter(([, all]) => all.length > 0));
  });
}
