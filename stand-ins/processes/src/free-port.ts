import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the ports that operating systems hand out themselves, to outgoing connections and to who listens on port 0
 * (Linux from 32768 on, others from 49152): nobody is given one of these by chance before its owner listens.
 */
const FIRST = 11_000;
const COUNT = 19_000;
/** Neighbouring processes, such as the workers of one test run, begin more than 1000 ports apart. */
const STRIDE = 4_001;
const TRIES = 1_000;

let next = (process.pid * STRIDE) % COUNT;

/**
 * A port of 127.0.0.1 that nobody listens on at this moment. No process gets one twice before it has had all, so that
 * several can be chosen before their owners listen.
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
    return false; // in use, or not for this user
  }
  probe.close();
  await once(probe, 'close');
  return true;
}
