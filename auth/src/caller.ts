import type { Request, Response } from 'express';
import { clientNetworks } from './limits/client-networks.js';

/** The client for which work is done. */
export interface Caller {
  /** Its networks, the widest first, such as 192.0.2.0/24 and 192.0.2.7. Work of the service itself has none. */
  readonly networks: readonly string[];
  /** It aborts when the client has left. */
  readonly signal?: AbortSignal;
}

/** The service itself, for example at its start. */
export const THE_SERVICE: Caller = { networks: [] };

/** The client that waits for `res`. */
export function callerOf(req: Request, res: Response): Caller {
  const left = new AbortController();
  res.once('close', () => left.abort());
  return { networks: clientNetworks(req), signal: left.signal };
}
