import type { IncomingHttpHeaders } from 'node:http';

/** The names in the `Connection` header, in lower case. Each is an option, or a header for this connection only. */
export function connectionOptions({ connection = '' }: IncomingHttpHeaders): string[] {
  const names = [connection].flat().join().split(',');
  return names.map((name) => name.trim().toLowerCase()).filter((name) => name !== '');
}
