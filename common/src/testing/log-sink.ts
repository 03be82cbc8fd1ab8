import { createLogger, type Logger } from '../telemetry/logger.js';

/** Returns a logger, and the lines that it has written. The list grows as lines come. */
export function logSink(level: string): { lines: string[]; logger: Logger } {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  return { lines, logger: createLogger('test', level, { write }) };
}
