import { Agent } from 'node:http';
import { type Call, send } from './send.js';

const NO_CONTENT = 204;
const EXPECTED: Record<string, number> = { GET: 200, POST: 201, DELETE: NO_CONTENT };

/**
 * Sends all calls to a port of this machine, as many at a time as `abreast` says, and resolves to the bodies of the answers.
 * @throws when an answer has an unexpected status.
 */
export async function sendAll<T>(port: number, calls: Call[], abreast = 32): Promise<T[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: abreast });
  const answers: T[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < calls.length; index = next++) {
      const { method, path } = calls[index]!;
      const { status, text } = await send(port, agent, calls[index]!);
      if (status !== EXPECTED[method])
        throw new Error(`${method} ${path} was answered with ${status}: ${text}`);
      if (status !== NO_CONTENT) answers[index] = JSON.parse(text) as T;
    }
  };
  try {
    await Promise.all(Array.from({ length: abreast }, worker));
  } finally {
    agent.destroy();
  }
  return answers;
}
