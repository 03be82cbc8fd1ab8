import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { exchange, type Sending } from './exchange.js';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

/** Sends something to a server that does `react` with each connection. */
async function send(react: (socket: Socket) => void, sending: Partial<Sending>) {
  const server = createServer((socket) => react(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const pieces = [Buffer.from('GET / HTTP/1.1\r\n\r\n')];
  return exchange(port, { pieces, ...sending }).finally(() => server.close());
}

it('sees a second answer, also when it comes later', async () => {
  const react = (socket: Socket) => {
    socket.write(OK);
    setTimeout(() => socket.write(OK), 30);
  };
  expect((await send(react, { lingerMs: 1_000 })).answers).toHaveLength(2);
});

it('tells a connection that was closed from one that was left open', async () => {
  const closed = await send((socket) => socket.destroy(), {});
  expect([closed.answers, closed.wasLeftOpen]).toEqual([[], false]);
  const open = await send(() => undefined, { limitMs: 200 });
  expect([open.answers, open.wasLeftOpen]).toEqual([[], true]);
  expect((await send(() => undefined, { isUnfinished: true })).wasLeftOpen).toBe(false);
});
