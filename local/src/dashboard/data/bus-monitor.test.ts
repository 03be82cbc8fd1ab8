import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { readChannelStates } from './bus-monitor.js';

/** Asks a broker that answers like this. */
async function ask(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await readChannelStates(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

it('says in words that the bus does not answer, cannot be reached, or refuses', async () => {
  await expect(ask(() => undefined)).rejects.toThrow('it does not answer within 2 s');
  await expect(readChannelStates('http://127.0.0.1:1')).rejects.toThrow('it cannot be reached');
  await expect(ask((_request, response) => response.writeHead(503).end())).rejects.toThrow('it answers 503');
});
