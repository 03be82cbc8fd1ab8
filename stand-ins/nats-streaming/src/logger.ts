import { openSync, writeSync } from 'node:fs';

export interface Logger {
  error(text: string): void;
  warn(text: string): void;
  info(text: string): void;
  debug(text: string): void;
  trace(text: string): void;
}

export interface LogOptions {
  /** Without it, the log goes to standard error. */
  file?: string | undefined;
  debug: boolean;
  trace: boolean;
  /** The default is true. */
  timestamps?: boolean;
}

const STANDARD_ERROR = 2;

/** Lines like those of the real server: `[pid] 2020/10/31 23:59:59.000000 [INF] STREAM: text`. */
export function createLogger({ file, debug, trace, timestamps = true }: LogOptions): Logger {
  const fd = file === undefined ? STANDARD_ERROR : openSync(file, 'a');
  const write = (level: string) => (text: string) => {
    const now = new Date().toISOString().replaceAll('-', '/').replace('T', ' ').replace('Z', '000 ');
    const time = timestamps ? now : '';
    try {
      writeSync(fd, `[${process.pid}] ${time}[${level}] STREAM: ${text}\n`);
    } catch {
      // the reader of the log may be gone, and that must not stop the server
    }
  };
  const nothing = () => undefined;
  return {
    error: write('ERR'),
    warn: write('WRN'),
    info: write('INF'),
    debug: debug ? write('DBG') : nothing,
    trace: trace ? write('TRC') : nothing,
  };
}
