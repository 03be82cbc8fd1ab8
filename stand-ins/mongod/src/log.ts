type Severity = 'I' | 'W' | 'E';

/** One line of JSON in the form of mongod's own log, on stdout as there. */
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
