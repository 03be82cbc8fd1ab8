import { z } from 'zod';

/** A span as it is kept. Times are in ms since 1970. */
export interface StoredSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: 'server' | 'client' | 'producer' | 'consumer' | 'internal';
  /** The name of the process's service. */
  service: string;
  startMs: number;
  durationMs: number;
  status: 'ok' | 'error' | 'unset';
  /** The kind of the error, when it failed. */
  message?: string;
  attributes: Record<string, string | number | boolean>;
  links: { traceId: string; spanId: string }[];
}

const MOST_CHARACTERS = 1_000;
const MOST_ATTRIBUTES = 64;
const MOST_LINKS = 300;

/** A number of 64 bits is text in this JSON. A program may write a small one as a number. */
const int64 = z.union([z.string().regex(/^-?\d{1,20}$/, 'is not a whole number'), z.int()]).transform(Number);
const text = z.string().transform((value) => value.slice(0, MOST_CHARACTERS));
const hex = (digits: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-fA-F]{${digits}}$`), `is not ${digits} hex digits`)
    .transform((value) => value.toLowerCase());
/** Protocol buffers leave a field out when it is empty, and some programs write the empty text. */
const noId = z.literal('').transform(() => undefined);

const attribute = z.object({
  key: text,
  value: z
    .object({
      stringValue: text.optional(),
      boolValue: z.boolean().optional(),
      intValue: int64.optional(),
      doubleValue: z.number().optional(),
    })
    // a list or an object is left out: nobody looks for it
    .transform((value) => value.stringValue ?? value.boolValue ?? value.intValue ?? value.doubleValue),
});

const attributes = z
  .array(attribute)
  .default([])
  .transform((all) => {
    const known = all
      .slice(0, MOST_ATTRIBUTES)
      .flatMap(({ key, value }) => (value === undefined ? [] : [[key, value] as const]));
    return Object.fromEntries(known);
  });

const span = z.object({
  traceId: hex(32),
  spanId: hex(16),
  parentSpanId: z.union([hex(16), noId]).optional(),
  name: text,
  kind: z.int().default(0),
  startTimeUnixNano: int64,
  endTimeUnixNano: int64,
  attributes,
  links: z.array(z.object({ traceId: hex(32), spanId: hex(16) })).default([]),
  status: z.object({ code: z.int().default(0), message: text.optional() }).default({ code: 0 }),
});

/** https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding. Fields that are not needed here are left out. */
const body = z.object({
  resourceSpans: z
    .array(
      z.object({
        resource: z.object({ attributes }).default({ attributes: {} }),
        scopeSpans: z.array(z.object({ spans: z.array(span).default([]) })).default([]),
      }),
    )
    .default([]),
});

const KINDS: readonly StoredSpan['kind'][] = [
  'internal',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
];
const STATUSES: readonly StoredSpan['status'][] = ['unset', 'ok', 'error'];

/** A body is not OTLP. The text says what is wrong with it. */
export class MalformedTracesError extends Error {
  readonly code = 'MALFORMED_TRACES';

  constructor(problem: string) {
    super(`not the traces of OTLP/HTTP in JSON: ${problem}`);
    this.name = 'MalformedTracesError';
  }
}

/**
 * Reads the body of `POST /v1/traces`, which is OTLP in JSON.
 * @throws {MalformedTracesError}
 */
export function readOtlp(otlp: unknown): StoredSpan[] {
  const result = body.safeParse(otlp);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new MalformedTracesError(`${issue?.path.join('.') || 'body'}: ${issue?.message}`);
  }
  return result.data.resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(resource.attributes['service.name'] ?? 'unknown');
    return scopeSpans.flatMap(({ spans }) => spans.map((one) => asStored(service, one)));
  });
}

function asStored(service: string, read: z.infer<typeof span>): StoredSpan {
  const { traceId, spanId, parentSpanId, name, kind, attributes: known, links, status } = read;
  const startMs = read.startTimeUnixNano / 1e6;
  return {
    traceId,
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    name,
    kind: KINDS[kind] ?? 'internal',
    service,
    startMs,
    durationMs: Math.max(0, read.endTimeUnixNano / 1e6 - startMs),
    status: STATUSES[status.code] ?? 'unset',
    ...(status.message && { message: status.message }),
    attributes: known,
    links: links.slice(0, MOST_LINKS),
  };
}
