import { AnswerReader } from './answer-reader.js';

function read(text: string, { toHead = false, closed = false } = {}) {
  const reader = new AnswerReader(toHead);
  // bytes come in any pieces
  for (const byte of Buffer.from(text)) reader.read(Buffer.from([byte]));
  if (closed) reader.end();
  return reader.answers.map(({ status, body }) => [status, body]);
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';

it('counts each answer on a connection', () => {
  expect(read(OK)).toEqual([[200, 'hi']]);
  expect(read(`${OK}HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n`)).toEqual([
    [200, 'hi'],
    [404, ''],
  ]);
});

it('reads chunks and trailers, and what comes after them', () => {
  const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n3;x=1\r\n öx\r\n0\r\n';
  expect(read(`${chunked.replace(' ö', 'ö')}\r\n${OK}`)).toEqual([
    [200, 'hiöx'],
    [200, 'hi'],
  ]);
  expect(read(`${chunked.replace(' ö', 'ö')}X: y\r\n\r\n${OK}`)).toHaveLength(2);
});

it('does not count 100 Continue, and waits for the rest of an answer', () => {
  expect(read(`HTTP/1.1 100 Continue\r\n\r\n${OK}`)).toEqual([[200, 'hi']]);
  expect(read(OK.slice(0, -1))).toEqual([]);
});

it('ends an answer without a length when the connection closes', () => {
  expect(read('HTTP/1.1 400 Bad Request\r\n\r\nwrong', { closed: true })).toEqual([[400, 'wrong']]);
});

it('expects no body after the head of an answer to HEAD', () => {
  expect(read(`HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n`, { toHead: true })).toEqual([[200, '']]);
});
