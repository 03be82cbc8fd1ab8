import type { OpenTelemetryOptions } from './open-telemetry.js';
import { useTracer } from './span.js';

/**
 * Loads OpenTelemetry, and turns tracing on. A process that never calls this never loads it.
 * @returns a function that sends the last spans and turns tracing off.
 */
export async function startTracing(options: OpenTelemetryOptions): Promise<() => Promise<void>> {
  const { OpenTelemetry } = await import('./open-telemetry.js');
  const tracer = new OpenTelemetry(options);
  useTracer(tracer);
  return () => {
    useTracer(undefined);
    return tracer.stop();
  };
}
