/** Gives a process another date by `ms`; its monotonic clock (`performance.now`, timers) stays as it is. */
export function skewClock(ms: number): void {
  const Real = Date;
  globalThis.Date = new Proxy(Real, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [Real.now() + ms] : args, newTarget) as object,
    apply: () => new Real(Real.now() + ms).toString(),
    get: (target, key) => (key === 'now' ? () => Real.now() + ms : (Reflect.get(target, key) as unknown)),
  });
}
