type Severity = 'I' | 'W' | 'E';

/** Prints one line of JSON to stdout, in the format of mongod's own log. */
export function log(
  severity: Severity,
  component: string,
  message: string,
  attr: Record<string, unknown> = {},
): void {
  const line = {
    t: { $date: new Date().toISOString() },
    s: severity,
    c: component,
    ctx: 'main',
    msg: message,
    attr,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
