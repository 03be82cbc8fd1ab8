import { withinLimit } from '../async/within-limit.js';
import type { Logger } from '../telemetry/logger.js';
import { expectTracing } from '../telemetry/tracing/span.js';
import { startTracing } from '../telemetry/tracing/start-tracing.js';
import type { Undo } from './undo-all.js';

/** A receiver that is away must not make a stop longer than this. */
const STOP_LIMIT_MS = 2_000;

/** Where the traces of a service are sent. */
export interface TraceConfig {
  /** No traces are made without it. */
  readonly OTEL_EXPORTER_OTLP_ENDPOINT: string;
  readonly OTEL_TRACES_SAMPLER_ARG: number;
}

/**
 * The traces of the service; undefined when none are made. `begin` is called when the service is ready, so that loading
 * OpenTelemetry makes no start longer.
 */
export function tracesOf(
  service: string,
  config: TraceConfig,
  logger: Logger,
): ({ begin(): Promise<void> } & Undo) | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: ratio } = config;
  if (!endpoint) return undefined;
  expectTracing();
  let stop: (() => Promise<void>) | undefined;
  const report = (err: Error | undefined) => {
    if (err) logger.warn({ err }, 'traces cannot be sent; they are lost until they can');
    else logger.info('traces are sent again');
  };
  return {
    what: 'traces',
    begin: async () => {
      stop = await startTracing({ service, endpoint, ratio, report });
    },
    // what cannot be sent is lost, and `report` has told it
    undo: async () => {
      if (stop) await withinLimit(stop(), STOP_LIMIT_MS, 'sending the last traces').catch(() => undefined);
    },
  };
}
