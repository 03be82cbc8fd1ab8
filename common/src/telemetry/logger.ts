import { pino, type DestinationStream, type Logger } from 'pino';
import { currentTraceId } from './trace-context.js';

export type { Logger };

/** A logger that writes JSON lines to stdout. Each line has the service's name, and in a request or event its trace. */
export function createLogger(service: string, level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => {
        const traceId = currentTraceId();
        return traceId ? { traceId } : {};
      },
      // no session and no password may reach a log, whatever object a caller passes to the logger
      redact: [
        '*.password',
        '*.jwt',
        '*.headers.cookie',
        '*.headers.authorization',
        '*.headers["set-cookie"]',
      ],
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
}
