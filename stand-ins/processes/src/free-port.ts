import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Operating systems assign higher ports to outgoing connections and to listeners on port 0: Linux from 32768
 * on, others from 49152. So no other process gets one of these ports by chance before its owner listens.
 */
const FIRST = 11_000;
const COUNT = 19_000;
/** Processes with neighbouring ids, such as the workers of one test run, start more than 1000 ports apart. */
const STRIDE = 4_001;
const TRIES = 1_000;

let next = (process.pid * STRIDE) % COUNT;

/**
 * Returns a port of 127.0.0.1 on which nobody listens at this moment. No process gets a port twice before it
 * has had all of them, so it can choose several ports before their owners listen.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = FIRST + next;
    next = (next + 1) % COUNT;
    if (await isFree(port)) return port;
  }
  throw new Error(`found no free port in ${TRIES} tries, the last was ${FIRST + next}`);
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    return false; // the port is in use, or this user may not open it
  }
  probe.close();
  await once(probe, 'close');
  return true;
}
