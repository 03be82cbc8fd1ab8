import type { NatsStreamingServer } from './nats-streaming-server.js';
import { StanSuite } from './testing/stan-suite.js';

describe('core NATS', () => {
  const suite = new StanSuite();
  let server: NatsStreamingServer;

  beforeAll(async () => {
    server = await suite.server();
  });
  afterEach(() => suite.disconnect());
  afterAll(() => suite.end());

  it('sends an INFO that asks for no TLS and no nonce and names no other URLs', async () => {
    const raw = await suite.raw(server);
    raw.close();
    const { connect } = await import('node:net');
    const socket = connect(server.port, '127.0.0.1');
    const first = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
    socket.destroy();
    const [, json = ''] = /^INFO (\{.*\})\s*\r\n/.exec(first.toString()) ?? [];
    const info = JSON.parse(json) as Record<string, unknown>;
    expect(info).toMatchObject({ max_payload: 1_048_576, proto: 1 });
    for (const field of ['tls_required', 'nonce', 'connect_urls']) expect(info[field]).toBeFalsy();
  });

  it('sends +OK only to a verbose client', async () => {
    const verbose = await suite.raw(server, { verbose: true });
    verbose.say('SUB a.b 1');
    verbose.publish('a.b', 'hello');
    await verbose.until(/\+OK\r\n[^]*MSG a\.b 1 5\r\nhello\r\n/);
    const quiet = await suite.raw(server);
    quiet.say('SUB a.c 1');
    quiet.publish('a.c', 'hello');
    expect(await quiet.until(/MSG a\.c 1 5\r\nhello\r\n/)).not.toContain('+OK');
  });

  it('answers PING with PONG', async () => {
    const raw = await suite.raw(server);
    raw.say('PING');
    await raw.until(/PONG\r\n/);
  });

  it('routes messages between plain clients, with the reply subject', async () => {
    const [hearer, speaker] = [await suite.raw(server), await suite.raw(server)];
    hearer.say('SUB question 7');
    await hearer.roundTrip();
    speaker.publish('question', 'why?', 'answers.here');
    await hearer.until(/MSG question 7 answers\.here 4\r\nwhy\?\r\n/);
  });

  it('understands the wildcards * and >', async () => {
    const raw = await suite.raw(server);
    for (const [sid, subject] of ['w.*', 'w.>', '*.x', 'w.*.z', 'w.x.>'].entries())
      raw.say(`SUB ${subject} ${sid}`);
    raw.publish('w.x', 'one');
    raw.publish('w.x.z', 'two');
    await raw.roundTrip();
    const heard = (subject: string) =>
      [...raw.heard.matchAll(/MSG (\S+) (\d)/g)].filter(([, on]) => on === subject).map(([, , sid]) => sid);
    expect(heard('w.x').sort()).toEqual(['0', '1', '2']);
    expect(heard('w.x.z').sort()).toEqual(['1', '3', '4']);
  });

  it('gives a message to one member of a queue group and to all plain subscribers', async () => {
    const raws = [await suite.raw(server), await suite.raw(server), await suite.raw(server)];
    raws[0]?.say('SUB q.work workers 1');
    raws[1]?.say('SUB q.work workers 1');
    raws[2]?.say('SUB q.work 1');
    for (const raw of raws) await raw.roundTrip();
    const count = (raw: { heard: string } | undefined) => raw?.heard.match(/MSG q\.work/g)?.length ?? 0;
    for (let i = 0; i < 50; i++) raws[2]?.publish('q.work', String(i));
    for (const raw of [raws[2], ...raws]) await raw?.roundTrip();
    expect(count(raws[2])).toBe(50);
    expect(count(raws[0]) + count(raws[1])).toBe(50);
    expect(count(raws[0])).toBeGreaterThan(0);
    expect(count(raws[1])).toBeGreaterThan(0);
  });

  it('sends no echo to a client that asked for none', async () => {
    const raw = await suite.raw(server, { echo: false });
    raw.say('SUB echo 1');
    raw.publish('echo', 'me');
    await raw.roundTrip();
    expect(raw.heard).not.toContain('MSG');
  });

  it('ends a subscription on UNSUB, at once or after a number of messages', async () => {
    const raw = await suite.raw(server);
    raw.say('SUB u.a 1');
    raw.say('SUB u.b 2');
    raw.say('UNSUB 1');
    raw.say('UNSUB 2 2');
    for (let i = 0; i < 3; i++) {
      raw.publish('u.a', 'no');
      raw.publish('u.b', 'yes');
    }
    await raw.roundTrip();
    expect(raw.heard.match(/MSG u\.a/g)).toBeNull();
    expect(raw.heard.match(/MSG u\.b/g)).toHaveLength(2);
  });

  it('accepts payloads of zero bytes', async () => {
    const raw = await suite.raw(server);
    raw.say('SUB empty 1');
    raw.publish('empty', '');
    raw.publish('empty', 'x');
    await raw.until(/MSG empty 1 0\r\n\r\nMSG empty 1 1\r\nx\r\n/);
  });

  it('understands frames byte by byte, and many frames in one chunk', async () => {
    const raw = await suite.raw(server);
    for (const byte of Buffer.from('SUB slow 1\r\nPUB slow 5\r\nhe\r\nl\r\nPING\r\n')) {
      raw.socket.write(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    await raw.until(/MSG slow 1 5\r\nhe\r\nl\r\n[^]*PONG/);
    raw.clear();
    raw.socket.write('PUB slow 1\r\na\r\n'.repeat(1_000));
    await raw.roundTrip();
    expect(raw.heard.match(/MSG slow 1 1\r\na/g)).toHaveLength(1_000);
  });

  it('accepts a payload of 1 MiB and closes the connection on a larger one', async () => {
    const raw = await suite.raw(server);
    raw.say('SUB large 1');
    raw.publish('large', Buffer.alloc(1_048_576, 'x'));
    expect((await raw.message('large')).length).toBe(1_048_576);
    raw.publish('large', Buffer.alloc(1_048_577, 'x'));
    expect(await raw.untilClosed()).toContain("-ERR 'Maximum Payload Violation'");
  });

  it('closes a connection that does not speak NATS', async () => {
    const raw = await suite.raw(server);
    raw.say('GET / HTTP/1.1');
    expect(await raw.untilClosed()).toMatch(/-ERR '.+'/);
  });

  it('closes a connection that sends an endless line', async () => {
    const raw = await suite.raw(server);
    raw.socket.write(`PUB ${'x'.repeat(1_000_000)}`);
    expect(await raw.untilClosed()).toMatch(/-ERR '.+'/);
  });
});
