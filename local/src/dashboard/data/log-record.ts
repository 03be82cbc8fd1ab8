import type { RecentLine } from '../../supervisor/recent-lines.js';
import { withoutRepeats } from '../../supervisor/without-repeats.js';

export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type Level = (typeof LEVELS)[number];

/** A line as the page of logs shows it. */
export interface LogRecord extends RecentLine {
  level: Level;
  message: string;
  /** The trace of a request or of an event. The header `x-request-id` of an answer has it. */
  traceId?: string;
  /** The other fields of the line, as text. Empty for a line that is not JSON. */
  fields: string;
}

/** The words for a line that is no JSON: most servers print such lines. */
const WORDS: readonly [RegExp, Level][] = [
  [/\[(FTL)\]|\bfatal\b/i, 'fatal'],
  [/\[ERR\]|\berror\b/i, 'error'],
  [/\[WRN\]|\bwarn(?:ing)?\b/i, 'warn'],
  [/\[DBG\]/, 'debug'],
  [/\[TRC\]/, 'trace'],
];
const HEX_TRACE = /^[0-9a-f]{32}$/;

/** Reads a line of pino, and takes any other line as it is. */
export function logRecord(line: RecentLine): LogRecord {
  const parsed = parse(line.text);
  if (!parsed) {
    const level = WORDS.find(([words]) => words.test(line.text))?.[1] ?? 'info';
    return { ...line, level, message: line.text, fields: '' };
  }
  const { level, msg, traceId, time: _time, pid: _pid, hostname: _host, ...fields } = parsed;
  const rest = withoutOwnName(fields, line.process);
  return {
    ...line,
    level: levelOf(level),
    message: messageOf(msg, rest),
    ...(typeof traceId === 'string' && HEX_TRACE.test(traceId) && { traceId }),
    fields: Object.keys(rest).length === 0 ? '' : JSON.stringify(rest, undefined, 2),
  };
}

/** Each line of a service has its name. A line of the site may name the service that it has called. */
function withoutOwnName({ service, ...rest }: Record<string, unknown>, process: string): typeof rest {
  const isOwn = typeof service === 'string' && process.replace(/-\d+$/, '') === service;
  return service === undefined || isOwn ? rest : { service, ...rest };
}

function levelOf(level: unknown): Level {
  const name = typeof level === 'number' ? LEVELS[Math.round(level / 10) - 1] : level;
  return LEVELS.find((each) => each === name) ?? 'info';
}

/** The message, with what happened, the request that it is about, and the words of an error. */
function messageOf(message: unknown, fields: Record<string, unknown>): string {
  const { req, res, responseTime, err, event, outcome, service, code } = fields;
  const { method, url } = (req ?? { method: fields.method, url: fields.path }) as Record<string, unknown>;
  const { statusCode } = (res ?? {}) as Record<string, unknown>;
  const { message: because = fields.reason ?? fields.message } = (err ?? {}) as Record<string, unknown>;
  const reason = withoutRepeats(text(because));
  const parts = [
    message,
    event,
    outcome,
    service,
    method,
    url,
    statusCode,
    code,
    responseTime === undefined ? '' : `${text(responseTime)} ms`,
  ];
  const said = parts.map(text).filter((part) => part !== '');
  return said.join(' ') + (reason === '' || said.includes(reason) ? '' : `: ${reason}`);
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
