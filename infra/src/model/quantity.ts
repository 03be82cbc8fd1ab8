const UNITS: Readonly<Record<string, number>> = {
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

/** Reads `512Mi` as bytes and `100m` as CPUs. Any text that is no quantity gives undefined. */
export function quantity(text: string | number | undefined): number | undefined {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(String(text)) ?? [];
  const factor = UNITS[unit];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}

/** Reads `256MB`, `160mb` and `1G` as bytes, as NATS Streaming and Redis do. Any text that is no size gives undefined. */
export function size(text: string | undefined): number | undefined {
  const [, digits, unit = ''] = /^(\d+)([kmg]?)b?$/i.exec(text ?? '') ?? [];
  const power = ['', 'k', 'm', 'g'].indexOf(unit.toLowerCase());
  return digits === undefined ? undefined : Number(digits) * 1024 ** power;
}

/** Reads `168h`, `5s` and `1h30m` as seconds, as Go does. Any text that is no duration gives undefined. */
export function duration(text: string | undefined): number | undefined {
  if (!/^(\d+(ms|[hms]))+$/.test(text ?? '')) return undefined;
  const seconds = { h: 3600, m: 60, s: 1, ms: 0.001 };
  return [...text!.matchAll(/(\d+)(ms|[hms])/g)].reduce(
    (sum, [, digits, unit]) => sum + Number(digits) * seconds[unit as keyof typeof seconds],
    0,
  );
}
