import { withinLimit } from '@ticketing/common/async';

/** Next.js exits with 128 and the number of the signal, when it has answered all requests after SIGINT or SIGTERM. */
const STOPPED: ReadonlySet<unknown> = new Set([130, 143]);
/** A receiver that is away must not make a stop longer than this. The services have the same limit. */
const LIMIT_MS = 2_000;

/**
 * Lets the last traces be sent before the process exits after a signal. Next.js asks nobody before it exits, so this takes
 * the place of `process.exit`. An exit for another reason is at once.
 * @param send what it cannot send within 2 s is lost.
 */
export function sendBeforeExit(send: () => Promise<unknown>): void {
  const exit = process.exit.bind(process);
  const exitLater = (code?: Parameters<typeof exit>[0]) => {
    if (!STOPPED.has(code)) return exit(code);
    process.exit = exit;
    void withinLimit(send(), LIMIT_MS, 'sending the last traces')
      .catch(() => undefined)
      .finally(() => exit(code));
  };
  process.exit = exitLater as typeof exit; // only Next.js exits with these codes, and it does nothing after the call
}
