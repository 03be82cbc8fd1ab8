import { createServer, type Server, type Socket } from 'node:net';

export interface Recorded {
  connection: number;
  head: string;
  path: string;
  cookie: string;
  body: string;
}

const FIELD = /^[!#$%&'*+.^_`|~\w-]+: [^\r\n\0]*$/;

/**
 * A service that reads requests by the letter of RFC 9112 and records them. It answers each with its own path and cookie. Its
 * parser shares nothing with Node's: what it takes for a request was a request in the bytes.
 */
export class RecordingUpstream {
  readonly requests: Recorded[] = [];
  /** Bytes that are not a request as the standard wants it. */
  readonly malformed: string[] = [];
  readonly server: Server = createServer((socket) => this.read(socket));
  private connections = 0;

  private read(socket: Socket): void {
    const connection = ++this.connections;
    let bytes = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      bytes += chunk.toString('latin1');
      for (;;) {
        const end = bytes.indexOf('\r\n\r\n');
        if (end < 0) return;
        const head = bytes.slice(0, end);
        const rest = bodyOf(head, bytes.slice(end + 4));
        if (rest === 'incomplete') return;
        if (rest === 'malformed') return void (this.malformed.push(bytes), socket.destroy());
        bytes = rest.after;
        const [, path = ''] = head.split(' ');
        const cookie = valuesOf(head, 'cookie').join();
        this.requests.push({ connection, head, path, cookie, body: rest.body });
        const answer = JSON.stringify({ path, cookie });
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${answer.length}\r\n\r\n${answer}`);
      }
    });
  }
}

type Body = { body: string; after: string } | 'incomplete' | 'malformed';

function bodyOf(head: string, bytes: string): Body {
  const [line = '', ...fields] = head.split('\r\n');
  if (!/^[A-Z-]+ [!-~]+ HTTP\/1\.1$/.test(line) || !fields.every((field) => FIELD.test(field)))
    return 'malformed';
  const lengths = valuesOf(head, 'content-length');
  const codings = valuesOf(head, 'transfer-encoding');
  if (valuesOf(head, 'host').length !== 1 || lengths.length + codings.length > 1) return 'malformed';
  if (codings.length > 0) return codings[0] === 'chunked' ? chunks(bytes) : 'malformed';
  if (lengths.some((length) => !/^\d+$/.test(length))) return 'malformed';
  const length = Number(lengths[0] ?? 0);
  return bytes.length < length ? 'incomplete' : { body: bytes.slice(0, length), after: bytes.slice(length) };
}

function chunks(bytes: string): Body {
  for (let body = '', at = 0; ;) {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) return 'incomplete';
    const size = bytes.slice(at, end);
    if (!/^[\da-f]+$/i.test(size)) return 'malformed';
    const from = end + 2;
    const length = parseInt(size, 16);
    if (bytes.length < from + length + 2) return 'incomplete';
    if (bytes.slice(from + length, from + length + 2) !== '\r\n') return 'malformed';
    body += bytes.slice(from, from + length);
    at = from + length + 2;
    if (length === 0) return { body, after: bytes.slice(at) };
  }
}

function valuesOf(head: string, name: string): string[] {
  const fields = head
    .split('\r\n')
    .slice(1)
    .map((field) => field.split(': '));
  return fields.filter(([key]) => key?.toLowerCase() === name).map(([, ...value]) => value.join(': '));
}
