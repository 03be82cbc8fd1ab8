import type { Answer } from '../send/answer-reader.js';
import { undescribed } from './undescribed.js';

const JSON_TYPE: [string, string] = ['Content-Type', 'application/json; charset=utf-8'];
const REFUSED = JSON.stringify({ errors: [{ message: 'No' }] });

function problem(head: string, status: number, body = '', headers: Answer['headers'] = [JSON_TYPE]) {
  return undescribed(
    { pieces: [Buffer.from(`${head}\r\nHost: x\r\n\r\n`, 'latin1')] },
    { status, headers, body },
  );
}

it.each([
  ['a list', 'GET /api/tickets?limit=5#x HTTP/1.1', 200, '[]'],
  ['the refusal of a head that is too large', 'GET /api/tickets HTTP/1.1', 431, REFUSED],
  ['the refusal of an unknown method', 'get /api/tickets HTTP/1.1', 400, REFUSED],
  ['the refusal of a WebSocket', 'GET /api/orders HTTP/1.1\r\nUpgrade: WebSocket', 404, REFUSED],
  ['a page of the site', 'GET /orders HTTP/1.1', 200, '<html>'],
  ['the answer to bytes that are no request', 'x', 400, ''],
])('takes %s', (_what, head, status, body) => {
  expect(problem(head, status, body)).toBeUndefined();
});

it('takes the methods of a path, and nothing else as an answer to OPTIONS', () => {
  const told = (body: string) =>
    problem('OPTIONS /api/tickets HTTP/1.1', 200, body, [['Allow', 'GET, HEAD, POST']]);
  expect(told('GET, HEAD, POST')).toBeUndefined();
  expect(told('{}')).toContain('not in openapi.yaml');
});

it.each([
  ['a refusal without a body', 'GET /api/tickets HTTP/1.1\r\nX A: 1', 400, '', 'not JSON'],
  ['a status that is not described', 'GET /api/tickets HTTP/1.1', 404, REFUSED, 'no such status'],
  ['an unknown method that was taken', 'XPUT /api/tickets HTTP/1.1', 200, '[]', 'not in openapi.yaml'],
  ['a WebSocket', 'GET /api/orders HTTP/1.1\r\nUpgrade: websocket', 200, '[]', 'WEBSOCKET /api/orders'],
  ['a field that is not described', 'GET /api/tickets HTTP/1.0', 400, '{"error":1}', 'errors'],
])('finds %s', (_what, head, status, body, what) => {
  expect(problem(head, status, body)).toContain(what);
});
