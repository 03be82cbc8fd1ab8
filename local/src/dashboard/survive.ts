import { sep } from 'node:path';

/** What only the dashboard uses of the process of the supervisor. */
const PARTS = [
  'dist/dashboard',
  'dist/traces',
  ...['mongodb', 'bull', 'ioredis', 'nats', 'node-nats-streaming'],
].map((part) => `${sep}${part.split('/').join(sep)}${sep}`);

/** Whether an error that nobody has caught comes from the dashboard, or from a library that only the dashboard uses. */
export function isOfDashboard(error: unknown): boolean {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return PARTS.some((part) => stack.includes(part));
}

/**
 * An error of the dashboard that nobody has caught must not end the system. Every other one ends the process, as it does
 * without this.
 */
export function surviveDashboard(say: (line: string) => void): void {
  const caught = (error: unknown) => {
    if (isOfDashboard(error)) return say(`The dashboard failed: ${(error as Error).message}`);
    console.error(error);
    process.exit(1);
  };
  process.on('uncaughtException', caught); // a rejection that nobody handles ends here, too
}
