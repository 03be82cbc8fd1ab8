import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { testApp } from '../testing/test-app.js';

const { setUp } = testApp();

describe('createApp, asked with a body', () => {
  it.each([
    ['a broken body', 'application/json', '{"name":', 400],
    ['a body that is a bare string', 'application/json', '"x"', 400],
    ['a form', 'application/x-www-form-urlencoded', 'name=x', 415],
    ['text', 'text/plain', '{}', 415],
    ['another charset', 'application/json; charset=latin1', '{}', 415],
    ['a charset without its end', 'application/json; charset="utf-7', '{}', 415],
    ['two charsets', 'application/json; charset=utf-8; charset=utf-7', '{}', 415],
    ['a body over 100 kB', 'application/json', JSON.stringify({ name: 'x'.repeat(100 * 1024) }), 413],
  ])('refuses %s', async (_what, type, text, status) => {
    const { api } = setUp();
    const res = await api.post('/any').set('content-type', type).send(text);
    expect(res.status).toBe(status);
    expect((res.body as { errors: unknown[] }).errors).toHaveLength(1);
  });

  it('refuses a body without a type, which a page of another site can send', async () => {
    const { api } = setUp();
    await api.post('/any').send(Buffer.from('{}')).expect(415);
    await api.post('/any').set('content-type', 'application/json').send(Buffer.from('{}')).expect(200);
  });

  it.each([
    ['application/json', 'text/plain'],
    ['text/plain', 'application/json'],
  ])('refuses a body with two types: %s and %s', async (...types) => {
    const server = setUp().app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const headers = ['host', 'x', 'content-length', '2', ...types.flatMap((type) => ['content-type', type])];
    const sent = httpRequest({
      port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/any',
      headers,
      agent: false,
    });
    sent.end('{}');
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    expect(answer.resume().statusCode).toBe(415);
    server.close();
  });

  it.each(['gzip', 'deflate', 'br'])('refuses a body that is declared as %s and is not', async (encoding) => {
    const { api } = setUp();
    await api
      .post('/any')
      .set({ 'content-type': 'application/json', 'content-encoding': encoding })
      .send('{}')
      .expect(400, { errors: [{ message: 'The request body could not be read' }] });
  });

  it.each([
    ['a byte that begins no character', [0xff]],
    ['half a sequence', [0xc3]],
    ['a sequence that is too long', [0xc0, 0xaf]],
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
    ['Latin-1', [...Buffer.from('é', 'latin1')]],
  ])('refuses bytes that are not UTF-8: %s', async (_what, bytes) => {
    const { api } = setUp();
    const body = Buffer.concat([Buffer.from('{"name":"a'), Buffer.from(bytes), Buffer.from('"}')]);
    const post = () => api.post('/any').set('content-type', 'application/json');
    await post()
      .serialize((sent: Buffer) => sent as unknown as string)
      .send(body)
      .expect(400, { errors: [{ message: 'The request body is not valid UTF-8' }] });
    await post()
      .set('content-encoding', 'gzip')
      .serialize((sent: Buffer) => sent as unknown as string)
      .send(gzipSync(body))
      .expect(400, { errors: [{ message: 'The request body is not valid UTF-8' }] });
  });

  it.each([
    ['utf-7', Buffer.from('{"name":"+AGEAYg-"}')],
    ['UTF-7', Buffer.from('{}')],
    ['"utf-16"', Buffer.from('{}')],
    ['utf-16', Buffer.from('{}', 'utf16le')],
    ['utf-16le', Buffer.from('{}', 'utf16le')],
    ['utf-16be', Buffer.from('{}', 'utf16le').swap16()],
    ['utf-32', Buffer.from('{\0\0\0}\0\0\0')],
  ])('refuses JSON in %s, which JSON may not be in', async (charset, bytes) => {
    const { api } = setUp();
    const post = () =>
      api
        .post('/any')
        .set('content-type', `application/json; charset=${charset}`)
        .serialize((sent: Buffer) => sent as unknown as string);
    await post().send(bytes).expect(415);
    await post().set('content-encoding', 'gzip').send(gzipSync(bytes)).expect(415);
  });

  it('accepts a body of nearly 100 kB', async () => {
    const { api } = setUp();
    await api
      .post('/any')
      .send({ name: 'x'.repeat(99 * 1024) })
      .expect(200);
  });

  it('accepts JSON with a charset, and a request without a body', async () => {
    const { api } = setUp();
    await api
      .post('/any')
      .set('content-type', 'application/json; charset=utf-8')
      .send('{}')
      .expect(200, { body: {} });
    await api.post('/any').expect(200, { body: {} });
  });
});
