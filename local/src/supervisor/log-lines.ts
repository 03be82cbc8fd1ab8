interface LogRecord {
  /** pino writes its number, or its name when it is told to. */
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

/** A log line as a person wants to read it. */
export function humanLine(line: string): string {
  const record = parse(line);
  if (!record) return line;
  const { level, msg = '', err } = record;
  const cause = err?.message !== undefined && !msg.includes(err.message) ? `: ${err.message}` : '';
  return `${typeof level === 'number' ? (NAMES[level] ?? level) : level} ${msg}${cause}`;
}

/** Cheap for the many lines that are not: the level stands right at the start of a line. */
export function isWarning(line: string): boolean {
  return line.startsWith('{') && WARNING.test(line.slice(0, 100));
}

/** A pino record, or undefined when the line is something else. */
function parse(line: string): LogRecord | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const record = JSON.parse(line) as Partial<LogRecord>;
    return record.level === undefined ? undefined : (record as LogRecord);
  } catch {
    return undefined;
  }
}
