import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { Health } from '@ticketing/common/http';
import type { Sessions } from '@ticketing/common/http';
import type { Logger } from '@ticketing/common/telemetry';
import { WatchedAnswers } from '@ticketing/contracts';
import request from 'supertest';
import { logger } from './logger.js';
import { cookieHeader, testSessions } from './sessions.js';

interface Parts {
  logger: Logger;
  health: Health;
  sessions: Sessions;
}

/** Makes requests as the user `userId`, or without a session. */
export type Api = (userId?: string) => ReturnType<typeof request>;

/**
 * Serves a service's app on a free port while the tests of a file run. A test fails when the app gives an answer that
 * `openapi.yaml` does not describe.
 * @param makeApp is called once, before the first test.
 * @param secure whether cookies are sent only over TLS.
 */
export function testApp(
  makeApp: (parts: Parts) => RequestListener | Promise<RequestListener>,
  { secure = false } = {},
): Api {
  let server: Server;
  const answers = new WatchedAnswers();
  beforeAll(async () => {
    const app = await makeApp({ logger, health: new Health(), sessions: await testSessions({ secure }) });
    server = createServer(answers.watch(app)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => answers.expectAsDescribed());
  afterAll((done) => void server.close(done));
  return (userId) => {
    if (userId === undefined) return request(server);
    const cookie = cookieHeader({ id: userId, email: `${userId}@example.com` });
    return request.agent(server).set('cookie', cookie);
  };
}
