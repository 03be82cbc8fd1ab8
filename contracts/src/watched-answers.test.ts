import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WatchedAnswers } from './watched-answers.js';

let server: Server | undefined;
afterEach(() => void server?.close());

/** Asks an app for tickets, and returns what the watcher says afterwards. */
async function watched(app: RequestListener): Promise<string | undefined> {
  const answers = new WatchedAnswers();
  server = createServer(answers.watch(app)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await (await fetch(`http://127.0.0.1:${port}/api/tickets?q=a`)).text();
  try {
    answers.expectAsDescribed();
    return undefined;
  } catch (error) {
    expect(() => answers.expectAsDescribed()).not.toThrow(); // it was told once
    return (error as Error).message;
  }
}

const asJson = (res: ServerResponse) => res.setHeader('content-type', 'application/json');

it('lets an answer pass that is as the document says, in one piece or in several', async () => {
  expect(await watched((_req, res) => asJson(res).end('[]'))).toBeUndefined();
  server?.close();
  expect(
    await watched((_req, res) => {
      asJson(res).write('[');
      res.end(Buffer.from(']'));
    }),
  ).toBeUndefined();
});

it('finds an answer that the document does not describe, though nobody looks at it', async () => {
  expect(await watched((_req, res) => asJson(res).end('[{}]'))).toMatch(
    /GET \/api\/tickets was answered with 200: .*'id'.*\?q=a/s,
  );
});
