import type { Hostile } from '../hostile.js';
import type { Exchange } from '../send/exchange.js';
import { aCast, sessionOf } from '../testing/a-cast.js';
import { judgeExchange } from './judge-exchange.js';
import { judgeLog } from './log-watch.js';
import { Secrets } from './secrets.js';
import { differences } from './snapshot.js';

const cast = aCast();
const secrets = Secrets.of(
  {
    dataDir: __dirname,
    system: { state: () => ({ mongo: {}, nats: { url: 'nats://x' }, redis: {}, processes: [] }) },
  } as never,
  cast,
);
const refused: Hostile = { what: 'x', must: 'be refused', pieces: [Buffer.from('GET / HTTP/1.1')] };
const harmless: Hostile = { ...refused, must: 'do no harm' };

interface Answered {
  status?: number;
  body?: string;
  headers?: [string, string][];
}
const exchanged = (...answers: Answered[]): Exchange => ({
  answers: answers.map(({ status = 400, body = '', headers = [] }) => ({ status, body, headers })),
  wasLeftOpen: false,
  ms: 1,
});
const judge = (hostile: Hostile, answers: Exchange, route = 'GET /x', type: 'reads' | 'action' = 'reads') =>
  judgeExchange({ route, type }, hostile, answers, secrets).map(({ rule }) => rule);

it('finds nothing wrong with a refusal, or with a closed connection', () => {
  expect(judge(refused, exchanged({ status: 404 }))).toEqual([]);
  expect(judge(refused, exchanged())).toEqual([]);
  expect(judge(harmless, exchanged({ status: 200 }))).toEqual([]);
});

it.each([500, 501, 502, 503, 504, 0])('finds an answer of %d', (status) => {
  expect(judge(refused, exchanged({ status }))).toEqual(['server error']);
});

it('takes 503 only from routes that hash passwords, and only with Retry-After', () => {
  const busy = { status: 503, headers: [['Retry-After', '1']] as [string, string][] };
  expect(judge(refused, exchanged(busy), 'POST /api/users/signin')).toEqual([]);
  expect(judge(refused, exchanged({ status: 503 }), 'POST /api/users/signin')).toEqual(['server error']);
  expect(judge(refused, exchanged(busy), 'POST /api/orders')).toEqual(['server error']);
});

it('finds a request that was taken, and a protocol that was changed', () => {
  for (const status of [200, 201, 204, 303])
    expect(judge(refused, exchanged({ status }))).toEqual(['accepted']);
  expect(judge(refused, exchanged({ status: 303 }), 'action x', 'action')).toEqual([]);
  expect(judge(harmless, exchanged({ status: 101 }))).toEqual(['accepted']);
});

it('finds a second answer, and a connection without one', () => {
  expect(judge(refused, exchanged({}, {}))).toEqual(['second answer']);
  expect(judge(refused, { ...exchanged(), wasLeftOpen: true })).toEqual(['left open']);
});

it.each([
  ['an address', cast.people.bob.email],
  ['an id', cast.people.bob.id],
  ['a session', cast.people.ann.session[1]],
  ['a stack', 'Error: x\n    at run (/srv/app/index.js:10:5)'],
  ['a path', 'Cannot find /srv/node_modules/express'],
  ['an error of the database', 'E11000 duplicate key'],
  ['the metrics', '# TYPE process_cpu_user_seconds_total counter'],
])('finds %s in an answer', (_what, body) => {
  expect(judge(refused, exchanged({ body }))).toEqual(['leak']);
  expect(judge({ ...refused, pieces: [Buffer.from(body)] }, exchanged({ body }))).toEqual([]); // it was sent
});

it('finds the session of somebody in a cookie, inside the token', () => {
  const headers: [string, string][] = [
    ['Set-Cookie', `session-3000=${sessionOf(cast.people.bob.email)}; path=/`],
  ];
  expect(judge({ ...harmless, as: 'mallory' }, exchanged({ headers }))).toContain('leak');
  expect(judge({ ...harmless, as: 'bob' }, exchanged({ headers }))).toEqual([]);
});

it('finds an answer that leads to another site', () => {
  for (const place of ['//evil.example', 'http://evil.example/x', '/\\evil.example'])
    expect(judge(harmless, exchanged({ status: 307, headers: [['Location', place]] }))).toEqual(['leak']);
  expect(
    judge(harmless, exchanged({ status: 307, headers: [['Location', '/auth?next=//evil.example']] })),
  ).toEqual([]);
});

it('finds what changed between two snapshots', () => {
  expect(differences(['a', 'b'], ['a', 'b'])).toEqual([]);
  expect(differences(['a', 'b'], ['b', 'c'])).toEqual(['gone: a', 'new: c']);
});

it('finds more lines in a log than refused requests, stacks, and unexpected errors', () => {
  const line = (trace: string) => `auth.log: {"traceId":"${trace.repeat(32)}","msg":"refused"}`;
  expect(judgeLog([line('a'), line('b')], 2)).toEqual([]);
  expect(judgeLog([line('a'), line('b')], 1)).toHaveLength(1);
  expect(judgeLog([line('a'), line('a')], 2)).toHaveLength(1);
  expect(judgeLog(['client.log:     at run (/srv/x.js:1:2)'], 2)).toHaveLength(1);
  expect(judgeLog(['auth.log: {"msg":"request failed"}'], 2)).toHaveLength(1);
});
