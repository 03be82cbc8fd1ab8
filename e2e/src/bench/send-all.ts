import { Agent, request } from 'node:http';

export interface Call {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: object;
}

const LIMIT_MS = 30_000;

/**
 * Sends all calls to a port of this machine, as many at a time as `abreast` says, and resolves to the bodies of the answers.
 * @throws when an answer has an unexpected status.
 */
export async function sendAll<T>(port: number, calls: Call[], abreast = 32): Promise<T[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: abreast });
  const answers: T[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < calls.length; index = next++)
      answers[index] = await send<T>(port, agent, calls[index]!);
  };
  try {
    await Promise.all(Array.from({ length: abreast }, worker));
  } finally {
    agent.destroy();
  }
  return answers;
}

function send<T>(port: number, agent: Agent, { method, path, headers, body }: Call): Promise<T> {
  return new Promise((resolve, reject) => {
    const text = body && JSON.stringify(body);
    const options = {
      host: '127.0.0.1',
      port,
      agent,
      method,
      path,
      timeout: LIMIT_MS,
      headers: {
        ...headers,
        ...(text === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
      },
    };
    const sent = request(options, (res) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('error', reject);
      res.on('end', () => {
        const answer = Buffer.concat(parts).toString();
        if (res.statusCode !== (method === 'POST' ? 201 : 200))
          reject(new Error(`${method} ${path} was answered with ${res.statusCode}: ${answer}`));
        else resolve(JSON.parse(answer) as T);
      });
    });
    sent.on('timeout', () => sent.destroy(new Error(`${method} ${path} had no answer`)));
    sent.on('error', reject);
    sent.end(text);
  });
}
