/** A request before its bytes are written. A kind changes one that would be taken, so that it must not be taken any more. */
export interface Draft {
  method: string;
  target: string;
  /** In the order in which they are sent. `Host` and the length of the body are added when they are not here. */
  headers: readonly (readonly [name: string, value: string])[];
  body?: Buffer | string | null;
}

/** The draft with a header. Headers of that name are replaced. */
export function withHeader(draft: Draft, name: string, ...values: string[]): Draft {
  return { ...draft, headers: [...without(draft, name).headers, ...values.map((v) => [name, v] as const)] };
}

/** The draft without a header. */
export function without(draft: Draft, name: string): Draft {
  return { ...draft, headers: draft.headers.filter(([each]) => each.toLowerCase() !== name.toLowerCase()) };
}

export function headerOf({ headers }: Draft, name: string): string | undefined {
  return headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
}

/** The bytes of a request. Text is Latin-1 in the head, so that a header can have any byte, and UTF-8 in the body. */
export function bytesOf(draft: Draft, host: string): Buffer {
  const { method, target, headers } = draft;
  const body = typeof draft.body === 'string' ? Buffer.from(draft.body) : draft.body;
  const isFramed =
    headerOf(draft, 'content-length') !== undefined || headerOf(draft, 'transfer-encoding') !== undefined;
  const all = [
    ...(headerOf(draft, 'host') === undefined ? [['Host', host]] : []),
    ...headers,
    ...(body && !isFramed ? [['Content-Length', String(body.length)]] : []),
  ];
  const head = [`${method} ${target} HTTP/1.1`, ...all.map(([name, value]) => `${name}: ${value}`), '', ''];
  return Buffer.concat([Buffer.from(head.join('\r\n'), 'latin1'), body ?? Buffer.alloc(0)]);
}
