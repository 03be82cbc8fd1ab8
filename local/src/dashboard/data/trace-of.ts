const TRACEPARENT = /"traceparent"\s*:\s*"00-([0-9a-f]{32})-/;

/** The trace that an event belongs to. */
export const traceOf = (body: string): string | undefined => TRACEPARENT.exec(body)?.[1];
