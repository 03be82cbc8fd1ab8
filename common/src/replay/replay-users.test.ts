import { park } from '../bus/dead-letter.js';
import { NatsConnection } from '../bus/nats-connection.js';
import { ADMIN, WORKER } from '../testing/bus-users.js';
import { silentLogger } from '../testing/silent-logger.js';
import { NatsStreamingServer } from '../testing/stand-ins.js';
import { replay } from './replay.js';

const server = new NatsStreamingServer({ users: [ADMIN, WORKER] });
let connection: NatsConnection;
const broker = () => ({ url: server.urlFor('worker'), clusterId: server.clusterId });

beforeAll(async () => {
  await server.start();
  connection = await NatsConnection.connect({ ...broker(), clientId: 'worker-1', logger: silentLogger });
});
afterAll(async () => {
  await connection.close();
  await server.stop();
});

it('leaves a parked message that the user may not publish, and puts others back', async () => {
  const letter = { queueGroup: 'group', reason: new Error('busy'), attempts: 1 };
  const raw = Buffer.from(JSON.stringify({ orderId: 'a'.repeat(24) }));
  const order = { id: 'b'.repeat(24), version: 1, ticket: { id: 'c'.repeat(24), hold: 1 } };
  const cancelled = Buffer.from(JSON.stringify(order));
  await park(connection, { ...letter, subject: 'order:cancelled', sequence: 1, raw: cancelled });
  await park(connection, { ...letter, subject: 'expiration:complete', sequence: 2, raw });
  const lines: string[] = [];
  const options = { selection: {}, listOnly: false, malformed: false };
  await replay({ ...broker(), ...options, say: (line) => void lines.push(line) });
  const said = lines.join('\n');
  expect(said).toMatch(/order:cancelled 1, .*\n {4}stays: .* publish to order:cancelled\. Run this in a pod/);
  expect(said).toMatch(/Put 1 message back$/);
  lines.length = 0;
  await replay({ ...broker(), ...options, listOnly: true, say: (line) => void lines.push(line) });
  expect(lines[0]).toMatch(/^1 parked message\./);
});
