import { connect } from 'node:net';
import type { User } from './broker/users.js';
import type { NatsStreamingServer } from './nats-streaming-server.js';
import { RawNats } from './testing/raw-nats.js';
import { StanSuite } from './testing/stan-suite.js';

const CLUSTER = 'ticketing';
const users: User[] = [
  { user: 'admin', password: 'all' },
  {
    user: 'seller',
    password: 'sell',
    permissions: {
      publish: [
        ...['discover', 'sub', 'close'].map((request) => `_STAN.${request}.${CLUSTER}`),
        `_STAN.discover.${CLUSTER}.pings`,
        `_STAN.pub.${CLUSTER}.ticket:created`,
        '_INBOX.>',
      ],
      subscribe: ['_INBOX.>', '_STAN.acks.>', 'open.*'],
    },
  },
];

describe('users', () => {
  const suite = new StanSuite();
  let server: NatsStreamingServer;
  const clientOf = (name: string) => suite.client({ url: server.urlFor(name), clusterId: CLUSTER });

  beforeAll(async () => {
    server = await suite.server({ users });
  });
  afterEach(() => suite.disconnect());
  afterAll(() => suite.end());

  it.each([
    ['no login', {}],
    ['a wrong password', { user: 'seller', pass: 'buy' }],
    ['an unknown name', { user: 'nobody', pass: 'sell' }],
    ['no password', { user: 'seller' }],
  ])('refuses %s', async (_, login) => {
    const socket = connect(server.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk.toString()));
    socket.write(`CONNECT ${JSON.stringify({ verbose: false, ...login })}\r\nPING\r\n`);
    await new Promise((resolve) => socket.once('close', resolve));
    expect(heard).toMatch(/^INFO .*"auth_required":true/);
    expect(heard).toContain("-ERR 'Authorization Violation'");
    expect(heard).not.toContain('PONG');
  });

  it('closes a connection that does not sign in', async () => {
    const socket = connect(server.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk.toString()));
    await new Promise((resolve) => socket.once('close', resolve));
    expect(heard).toContain("-ERR 'Authentication Timeout'");
  });

  it('gives the client library the reason of a refused login', async () => {
    const wrong = { url: server.urlFor('seller').replace('sell@', 'buy@'), clusterId: CLUSTER };
    await expect(suite.client(wrong)).rejects.toThrow(/authorization violation/i);
  });

  it('lets a user publish to an allowed channel, and hear and acknowledge', async () => {
    const client = await clientOf('seller');
    await client.publish('ticket:created', 'one');
    const heard = await client.subscribe('ticket:created', { start: 'first' });
    await heard.messages(1);
    expect(heard.data()).toEqual(['one']);
  });

  it('does not store a message on a channel that the user may not publish to', async () => {
    const [seller, admin] = [await clientOf('seller'), await clientOf('admin')];
    let settled = false;
    const settle = () => (settled = true);
    void seller.publish('payment:created', 'forged').then(settle, settle);
    await seller.publish('ticket:created', 'honest');
    await admin.publish('payment:created', 'true');
    const heard = await admin.subscribe('payment:created', { start: 'first' });
    await heard.messages(1);
    expect(heard.data()).toEqual(['true']);
    expect(settled).toBe(false);
  });

  it('says which permission is missing and keeps the connection', async () => {
    const raw = await RawNats.connect(server.port, { verbose: false, user: 'seller', pass: 'sell' });
    raw.publish(`_STAN.unsub.${CLUSTER}`, 'x');
    await raw.until(/-ERR 'Permissions Violation for Publish to "_STAN\.unsub\.ticketing"'\r\n/);
    for (const subject of ['>', '*.>', '_STAN.>', 'open', 'open.a.b']) {
      raw.say(`SUB ${subject} 1`);
      const escaped = subject.replace(/[.*]/g, '\\$&');
      await raw.until(new RegExp(`Permissions Violation for Subscription to "${escaped}"`));
    }
    raw.say('SUB open.door 2');
    const admin = await RawNats.connect(server.port, { verbose: false, user: 'admin', pass: 'all' });
    await raw.roundTrip();
    admin.publish('open.door', 'hello');
    await raw.until(/MSG open\.door 2 5\r\nhello/);
    raw.close();
    admin.close();
  });

  // The subject of a request is checked, and not the channel in its body. So users guard against mistakes and against
  // somebody who has a password alone, but not against a program that writes the protocol by hand.
  it('hears every channel, because the request names it in its body', async () => {
    const [seller, admin] = [await clientOf('seller'), await clientOf('admin')];
    await admin.publish('order:created', 'secret');
    const heard = await seller.subscribe('order:created', { start: 'first' });
    expect((await heard.messages(1)).length).toBe(1);
  });
});
