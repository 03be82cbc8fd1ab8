import { generateKeyPairSync } from 'node:crypto';
import { Router } from 'express';
import { body, matchedData } from 'express-validator';
import request from 'supertest';
import { BadRequestError, PreconditionFailedError, TooManyRequestsError } from '../errors/http-errors.js';
import { createApp } from '../http/app.js';
import { Health } from '../http/health.js';
import { requireAuth } from '../http/require-auth.js';
import { Sessions } from '../http/session.js';
import { SessionSigner, SessionVerifier } from '../http/session-token.js';
import { validateRequest } from '../http/validate-request.js';
import { logSink } from './log-sink.js';

const keys = generateKeyPairSync('ed25519');
const ended = { isEnded: () => Promise.resolve(false) };
const user = { id: 'a'.repeat(24), email: 'ann@example.com' };
const session = { id: 'b'.repeat(24), userId: user.id, email: user.email, generation: 0 };

/** Makes apps with routes that fail, echo, and start and end sessions. Its sessions are those of one user. */
export function testApp() {
  let verifier: SessionVerifier;
  let token: string;
  beforeAll(async () => {
    verifier = await SessionVerifier.of([keys.publicKey]);
    token = await (await SessionSigner.of(keys.privateKey)).sign(session);
  });

  const newSessions = ({ secure, suffix }: { secure: boolean; suffix: string }) =>
    new Sessions(verifier, ended, { secure, suffix });

  /** An app that serves these routes. It writes its log into `lines`. */
  function serve(sessions: Sessions, routes: Router) {
    const { lines, logger } = logSink('info');
    const health = new Health();
    const app = createApp({ logger, health, sessions, routes: [routes] });
    return { app, api: request(app), lines, health };
  }

  function setUp() {
    const sessions = newSessions({ secure: false, suffix: '-3100' });
    const routes = Router()
      .get('/boom', () => {
        throw new Error('the secret cause');
      })
      .get('/late-boom', async () => {
        await Promise.reject(new Error('rejected'));
      })
      .get('/odd-boom', () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- a careless library does this
        throw 'text';
      })
      .get('/uri-boom', () => void encodeURI('\ud800'))
      .get('/bad', () => {
        throw new BadRequestError('Not like this', 'name');
      })
      .get('/changed', () => {
        throw new PreconditionFailedError('It changed', { item: { id: 1 } }, { etag: '"now"' });
      })
      .get('/busy', () => {
        throw new TooManyRequestsError(1.2);
      })
      .post(
        '/echo',
        validateRequest(
          body('name').isString().withMessage('name must be text'),
          body('age').isInt().withMessage('age?'),
        ),
        (req, res) => void res.json(matchedData(req)),
      )
      .post('/any', (req, res) => void res.json({ body: (req.body as unknown) ?? null }))
      .get('/me', requireAuth, (req, res) => void res.json(req.currentUser))
      .get('/items/:id', (req, res) => void res.json({ id: req.params.id }))
      .post('/in', (req, res) => {
        sessions.start(req, token);
        res.json({});
      })
      .post('/out', (req, res) => {
        sessions.end(req);
        res.json({});
      });
    return serve(sessions, routes);
  }

  return { setUp, serve, newSessions, user, token: () => token };
}
