import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { streamingAnswers } from './streaming-answers.js';
import { StanSuite } from './testing/stan-suite.js';

const INFO = 'INFO {"server_id":"a","max_payload":1048576} \r\n';

describe('readiness', () => {
  const suite = new StanSuite();
  const listeners: Server[] = [];
  afterAll(async () => {
    for (const each of listeners) each.close();
    await suite.end();
  });

  async function listen(behave: (socket: Socket) => void): Promise<number> {
    const listener = createServer((socket) => {
      socket.on('error', () => undefined);
      behave(socket);
    }).listen(0, '127.0.0.1');
    listeners.push(listener);
    await once(listener, 'listening');
    return (listener.address() as AddressInfo).port;
  }

  const ask = (port: number, limitMs = 200) =>
    streamingAnswers({ port, clusterId: 'ticketing', user: undefined }, limitMs);

  it('is not an open port alone', async () => {
    expect(await ask(await listen(() => undefined))).toBe(false);
  });

  it('is not core NATS alone, without NATS Streaming', async () => {
    const port = await listen((socket) => {
      socket.write(INFO);
      socket.on('data', () => socket.write('PONG\r\n'));
    });
    expect(await ask(port)).toBe(false);
  });

  it('is not a port that closes each connection, or that nobody listens on', async () => {
    const port = await listen((socket) => socket.destroy());
    expect(await ask(port, 5_000)).toBe(false);
    listeners.at(-1)?.close();
    expect(await ask(port, 5_000)).toBe(false);
  });

  it('is an answer of NATS Streaming, whatever pieces it comes in', async () => {
    const port = await listen((socket) => {
      for (const piece of [INFO.slice(0, 7), INFO.slice(7, -2), INFO.slice(-2)]) socket.write(piece);
      socket.on('data', (chunk) => {
        const [, inbox = ''] = /SUB (\S+) 1\r\n/.exec(chunk.toString()) ?? [];
        if (inbox) socket.write(`MSG ${inbox} 1 2\r\nno\r\n`);
      });
    });
    expect(await ask(port, 5_000)).toBe(true);
  });

  it('ends at once with an error when the login is refused', async () => {
    const port = await listen((socket) => {
      socket.write(INFO);
      socket.once('data', () => socket.write("-ERR 'Authorization Violation'\r\n"));
    });
    await expect(ask(port, 5_000)).rejects.toThrow('the server refuses the login');
  });

  it('is awaited by the start of a server that answers late', async () => {
    const before = process.env['TICKETING_NATS_STREAMING'];
    process.env['TICKETING_NATS_STREAMING'] = join(__dirname, 'testing/late-server.cjs');
    try {
      const server = await suite.server();
      expect(await ask(server.port)).toBe(true);
    } finally {
      if (before === undefined) delete process.env['TICKETING_NATS_STREAMING'];
      else process.env['TICKETING_NATS_STREAMING'] = before;
    }
  });
});
