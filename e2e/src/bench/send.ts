import { type Agent, type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Call {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: object | undefined;
}

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

const LIMIT_MS = 30_000;

/**
 * Sends a call to a port of this machine. It costs less than `fetch`, so it takes less from what is measured.
 * @throws when no answer came within 30 s.
 */
export function send(port: number, agent: Agent, { method, path, headers, body }: Call): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const json = body && JSON.stringify(body);
    const ofBody = json !== undefined && {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(json)),
    };
    const options = { host: '127.0.0.1', port, agent, method, path, timeout: LIMIT_MS };
    const sent = request({ ...options, headers: { ...headers, ...ofBody } }, (res) => {
      text(res).then(
        (body) => resolve({ status: res.statusCode ?? 0, headers: res.headers, text: body }),
        reject,
      );
    });
    sent.on('timeout', () => sent.destroy(new Error(`${method} ${path} had no answer`)));
    sent.on('error', reject);
    sent.end(json);
  });
}
