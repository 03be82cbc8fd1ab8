import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { User } from './broker/users.js';
import { ProtobufWriter } from './protocol/protobuf.js';

export interface Asked {
  /** The port on 127.0.0.1. */
  port: number;
  clusterId: string;
  /** A user who may do everything. Undefined at a server without users. */
  user: User | undefined;
}

/**
 * Asks a server once, by protocol, whether its NATS Streaming answers. The real server opens its port, and even answers
 * PING, some time before that. The question is the ping of a client that is not registered, so it leaves nothing behind;
 * the real server takes pings last of all requests.
 * @returns false when there was no answer within `limitMs` milliseconds
 * @throws when the server refuses the user, because asking again would not help
 */
export function streamingAnswers(asked: Asked, limitMs = 1_000): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(asked.port, '127.0.0.1');
    const deadline = setTimeout(() => end(false), limitMs);
    const end = (answer: boolean | Error) => {
      clearTimeout(deadline);
      socket.destroy();
      if (typeof answer === 'boolean') resolve(answer);
      else reject(answer);
    };
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
    ask(socket, asked, end);
  });
}

function ask(socket: Socket, { clusterId, user }: Asked, end: (answer: boolean | Error) => void): void {
  const inbox = `_INBOX.${randomBytes(11).toString('hex')}`;
  let greeting = '';
  socket.on('data', function greet(chunk: Buffer) {
    greeting += chunk.toString('latin1');
    const [, json] = /^INFO (\{.*\})\s*\r\n/.exec(greeting) ?? [];
    if (json === undefined) return;
    socket.off('data', greet);
    const needsTls = /"tls_required":\s*true/.test(json);
    // the server is a child of this process, so its certificate tells nothing more
    const stream = needsTls ? connectTls({ socket, rejectUnauthorized: false }) : socket;
    stream.on('error', () => end(false));
    listen(stream, inbox, end);
    const login = user && { user: user.user, pass: user.password };
    const ping = new ProtobufWriter().string(1, 'is-ready').finish();
    stream.write(
      `CONNECT ${JSON.stringify({ verbose: false, pedantic: false, ...login })}\r\n` +
        `SUB ${inbox} 1\r\nPUB _STAN.discover.${clusterId}.pings ${inbox} ${ping.length}\r\n`,
    );
    stream.write(Buffer.concat([ping, Buffer.from('\r\n')]));
  });
}

/** Any answer will do: it says that this client is not registered. */
function listen(stream: Socket, inbox: string, end: (answer: boolean | Error) => void): void {
  let heard = '';
  stream.on('data', (chunk: Buffer) => {
    heard += chunk.toString('latin1');
    if (heard.includes(`MSG ${inbox} `)) end(true);
    const [, error] = /-ERR '(Authorization Violation[^']*)'/.exec(heard) ?? [];
    if (error !== undefined) end(new Error(`the server refuses the login that its start uses: ${error}`));
  });
}
