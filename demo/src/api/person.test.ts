import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Api } from './api.js';
import { Person } from './person.js';

interface Answer {
  status: number;
  headers?: Record<string, string>;
}

let server: Server;
let url: string;
let said: string[];
/** What was asked, as `GET /path cookie`. */
let asked: string[];
let answer: (request: string) => Answer;

beforeEach(async () => {
  [said, asked] = [[], []];
  server = createServer((req, res) => {
    void bodyOf(req).then(() => {
      const request = `${req.method} ${req.url} ${req.headers.cookie ?? ''}`.trim();
      asked.push(request);
      const { status, headers } = answer(request);
      res.writeHead(status, { 'content-type': 'application/json', ...headers });
      res.end(status < 400 ? '{"id":"1"}' : '{"errors":[{"message":"No, not now"}]}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const ada = () => {
  const api = new Api(url, (line) => said.push(line));
  return new Person({ name: 'ada', email: 'ada@demo.example' }, api);
};
const session = (value: string) => ({ status: 200, headers: { 'set-cookie': `session=${value}; HttpOnly` } });

it('signs up once, and shows the session with every request', async () => {
  answer = (request) => (request.includes('/signup') ? session('a') : { status: 200 });
  const person = ada();
  await Promise.all([person.get('/one'), person.get('/two')]);
  expect(asked.filter((each) => each.includes('/users/'))).toEqual(['POST /api/users/signup']);
  expect(asked).toEqual(expect.arrayContaining(['GET /one session=a', 'GET /two session=a']));
});

it('signs in where there may be an account, and signs up when there is none', async () => {
  answer = (request) => (request.includes('/signin') ? { status: 400 } : session('new'));
  const person = ada();
  person.mayHaveAccount = true;
  await person.get('/one');
  expect(asked).toEqual(['POST /api/users/signin', 'POST /api/users/signup', 'GET /one session=new']);
});

it.each([
  [201, false],
  [200, true],
])('a sign-up that is answered with %d tells whether there was an account: %s', async (status, wasThere) => {
  answer = () => ({ ...session('a'), status });
  await expect(ada().signIn()).resolves.toBe(wasThere);
});

it('says so when the account has another password', async () => {
  answer = () => ({ status: 400 });
  await expect(ada().get('/one')).rejects.toThrow('ada@demo.example cannot sign in: No, not now');
});

it('signs in again when the session has ended', async () => {
  let sessions = 0;
  answer = (request) => {
    if (request.includes('/api/users/')) return session(String(++sessions));
    return { status: request.includes('session=2') ? 200 : 401 };
  };
  const person = ada();
  await person.signIn();
  await expect(person.get('/one')).resolves.toEqual({ id: '1' });
  expect(asked.slice(1)).toEqual(['GET /one session=1', 'POST /api/users/signin', 'GET /one session=2']);
});

it('a refusal is thrown with its status and message', async () => {
  answer = (request) => (request.includes('/signup') ? session('a') : { status: 404 });
  await expect(ada().get('/one')).rejects.toMatchObject({ status: 404, message: 'No, not now' });
});

it.each([500, 502, 503])('repeats a request that was answered with %d, and says it once', async (status) => {
  let failures = 2;
  answer = (request) => {
    if (request.includes('/signup')) return session('a');
    return { status: failures-- > 0 ? status : 200 };
  };
  await ada().get('/one');
  expect(said).toEqual([
    `A part of the system does not answer (/one: ${status}). Trying again …`,
    'It answers again',
  ]);
});

it.each([429, 503])('waits as long as an answer with %d asks', async (status) => {
  let refusedAt: number | undefined;
  answer = (request) => {
    if (request.includes('/signup')) return session('a');
    if (refusedAt !== undefined) return { status: 200 };
    refusedAt = Date.now();
    return { status, headers: { 'retry-after': '1' } };
  };
  await ada().get('/one');
  expect(Date.now() - refusedAt!).toBeGreaterThanOrEqual(1_000);
});

it('repeats a request whose connection was lost', async () => {
  let lost = false;
  answer = (request) => {
    if (request.includes('/signup')) return session('a');
    if (!lost) server.closeAllConnections();
    lost = true;
    return { status: 200 };
  };
  await expect(ada().get('/one')).resolves.toEqual({ id: '1' });
  expect(said).toHaveLength(2);
});

it('says that no system is there, and how to start one', async () => {
  server.close();
  server.closeAllConnections();
  const api = new Api(url, () => undefined);
  await expect(api.look()).rejects.toThrow(/^no system answers on http:.*: start it with `npm start`$/);
});
