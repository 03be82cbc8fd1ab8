import { withoutRepeats } from './without-repeats.js';

interface LogRecord {
  /** pino writes the number of the level, or its name if it is configured so. */
  level: number | string;
  msg?: string;
  err?: { message?: string };
}

const NAMES: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
const WARNING = /"level":(?:"(?:warn|error|fatal)"|[456]0\b)/;

/** Turns a log line into one that a person can read. */
export function humanLine(line: string): string {
  const record = parse(line);
  if (!record) return line;
  const { level, msg = '', err } = record;
  const reason = err?.message === undefined ? undefined : withoutRepeats(err.message);
  const cause = reason !== undefined && !msg.includes(reason) ? `: ${reason}` : '';
  return `${typeof level === 'number' ? (NAMES[level] ?? level) : level} ${msg}${cause}`;
}

/**
 * Looks only at the start of the line, where the level is: most lines are no warnings, so this must be cheap.
 */
export function isWarning(line: string): boolean {
  return line.startsWith('{') && WARNING.test(line.slice(0, 100));
}

/** Returns a pino record, or undefined for any other line. */
function parse(line: string): LogRecord | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const record = JSON.parse(line) as Partial<LogRecord>;
    return record.level === undefined ? undefined : (record as LogRecord);
  } catch {
    return undefined;
  }
}
