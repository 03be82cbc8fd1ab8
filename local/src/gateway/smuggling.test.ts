import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DESYNC_REQUESTS, HIDDEN } from '../testing/desync-requests.js';
import { Listening } from '../testing/http.js';
import { sendRaw } from '../testing/raw-request.js';
import { RecordingUpstream } from '../testing/recording-upstream.js';
import { createGateway } from './gateway.js';

const listening = new Listening();
const upstream = new RecordingUpstream();
let gateway: string;

beforeAll(async () => {
  upstream.server.listen(0, '127.0.0.1');
  await once(upstream.server, 'listening');
  const url = `http://127.0.0.1:${(upstream.server.address() as AddressInfo).port}`;
  gateway = await listening.add(createGateway({ routes: { '/api/orders': [url], '/': [url] } }));
});
beforeEach(() => {
  upstream.requests.length = 0;
  upstream.malformed.length = 0;
});
afterAll(async () => {
  await listening.closeAll();
  upstream.server.close();
});

const VICTIM =
  'GET /api/orders/victim HTTP/1.1\r\nHost: x\r\nCookie: session=victim\r\nConnection: close\r\n\r\n';
/** Each answer ends with the connection or is complete, so nothing waits for so long unless the machine is very busy. */
const silenceMs = 10_000;
const finalStatus = (text: string) => /^HTTP\/1\.1 (?!100)(\d+)/m.exec(text)?.[1];
const complete = (text: string) =>
  /HTTP\/1\.1 (?!100)\d+[^]*\r\n\r\n[^]*(}|$)/.test(text) && text.endsWith('}');

/** Sends a request, and then another visitor's, over connections that the gateway has open to the service. */
async function attack(bytes: string, expected: string) {
  await sendRaw(gateway, VICTIM, { silenceMs }); // so that there is an open connection
  upstream.requests.length = 0;
  const answer = await sendRaw(gateway, bytes, {
    silenceMs,
    ...(expected === 'once' && { done: complete }),
  });
  const victims = [
    await sendRaw(gateway, VICTIM, { silenceMs }),
    await sendRaw(gateway, VICTIM, { silenceMs }),
  ];
  return { answer, victims, outer: upstream.requests.filter(({ cookie }) => cookie !== 'session=victim') };
}

it.each(DESYNC_REQUESTS)('%s: is %s', async (_name, expected, bytes) => {
  const { answer, victims, outer } = await attack(bytes, expected);
  expect(upstream.malformed).toEqual([]);
  expect(upstream.requests.map(({ path }) => path)).not.toContain('/api/orders/hidden');
  for (const { text } of victims)
    expect(text).toMatch(/200 OK[^]*{"path":"\/api\/orders\/victim","cookie":"session=victim"}$/);
  if (expected === 'refused') {
    expect([finalStatus(answer.text)?.[0], answer.closed]).toEqual(['4', true]);
    expect(outer).toEqual([]);
  } else {
    expect(finalStatus(answer.text)).toBe('200');
    expect(outer.map(({ path, body }) => [path, body])).toEqual([['/api/orders/outer', HIDDEN]]);
  }
});
