export interface Logger {
  error(text: string): void;
  warn(text: string): void;
  info(text: string): void;
}

/** Writes lines to standard error: time, level, text. It never writes keys, secrets or card data. */
export function createLogger(): Logger {
  const write = (level: string) => (text: string) => {
    process.stderr.write(`${new Date().toISOString()} ${level} stripe: ${text}\n`);
  };
  return { error: write('ERROR'), warn: write('WARN'), info: write('INFO') };
}
