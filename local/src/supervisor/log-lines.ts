interface LogRecord {
  level: number;
  msg?: string;
  message?: string;
  err?: { message?: string };
}

const WARN = 40;
const LEVELS: [number, string][] = [
  [60, 'FATAL'],
  [50, 'ERROR'],
  [WARN, 'WARN'],
  [30, 'info'],
  [20, 'debug'],
];

/** A pino record, or undefined when the line is something else. */
function parse(line: string): LogRecord | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const record = JSON.parse(line) as Partial<LogRecord>;
    return typeof record.level === 'number' ? (record as LogRecord) : undefined;
  } catch {
    return undefined;
  }
}

/** A log line as a person wants to read it. */
export function humanLine(line: string): string {
  const record = parse(line);
  if (!record) return line;
  const level = LEVELS.find(([least]) => record.level >= least)?.[1] ?? 'trace';
  const cause = record.err?.message;
  const message = record.msg ?? record.message ?? '';
  return `${level} ${cause && !message.includes(cause) ? `${message}: ${cause}` : message}`;
}

/** Cheap for the many lines that are not: most carry their level right at their start. */
export function isWarning(line: string): boolean {
  return /"level":[456]0\b/.test(line.slice(0, 200)) && (parse(line)?.level ?? 0) >= WARN;
}
