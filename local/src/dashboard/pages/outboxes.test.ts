import { MongoServer } from '@ticketing/mongod';
import { type MongoOwner, mongoOwners } from '@ticketing/system';
import { MongoClient } from 'mongodb';
import { Databases } from '../data/databases.js';
import { MOST_COUNTED, type OutboxState, readOutboxes } from '../data/outboxes.js';
import { outboxesPage } from './outboxes.js';

const NOW = 1_000_000;
const state = (more: Partial<OutboxState> = {}): OutboxState => ({
  owner: 'orders',
  collection: 'orders',
  waiting: 0,
  since: undefined,
  ...more,
});
const page = (found: OutboxState[], away: string[] = []) =>
  String(outboxesPage({ found, away }, NOW)).replace(/\s+/g, ' ');

it('says that nothing waits', () => {
  expect(page([state()])).toContain('No change waits');
  expect(page([state({ waiting: 1, since: NOW })])).not.toContain('No change waits');
});

it.each([
  [1_000, 'warning', '1 s'],
  [65_000, 'bad', '1 min 5 s'],
])('marks a change that waits for %d ms as %s', (age, look, text) => {
  const shown = page([state({ waiting: 3, since: NOW - age })]);
  expect(shown).toMatch(new RegExp(`class="${look}"> 3 <`));
  expect(shown).toContain(text);
});

it('says of very many that there may be more', () => {
  expect(page([state({ waiting: MOST_COUNTED, since: NOW })])).toContain(`${MOST_COUNTED} or more`);
});

it('says which database is down, as text, and does not say that nothing waits', () => {
  const shown = page([state()], ['the database of <b>payments</b>']);
  expect(shown).toContain('Not shown: the database of &lt;b&gt;payments');
  expect(shown).not.toContain('No change waits');
});

describe('the outboxes of running databases', () => {
  const server = new MongoServer();
  let client: MongoClient;
  let databases: Databases;

  beforeAll(async () => {
    await server.start();
    client = await MongoClient.connect(server.uri('orders'));
    const urls = mongoOwners.map((owner) => [
      owner,
      owner === 'payments' ? 'mongodb://127.0.0.1:1/payments' : server.uri(owner),
    ]);
    databases = new Databases(() => Object.fromEntries(urls) as Record<MongoOwner, string>);
  });
  afterAll(async () => {
    databases.close();
    await client.close();
    await server.stop();
  });

  it('counts the documents whose events wait, and knows the oldest, though another database is down', async () => {
    const orders = client.db('orders').collection('orders');
    await orders.createIndex({ 'outbox.at': 1 }, { sparse: true });
    await client
      .db('orders')
      .collection('others')
      .insertOne({ outbox: [{ at: new Date(1) }] });
    await orders.insertMany([
      { outbox: [{ at: new Date(7_000) }, { at: new Date(9_000) }] },
      { outbox: [{ at: new Date(8_000) }] },
      { outbox: [] },
      {},
    ]);
    const { found, away } = await readOutboxes(databases);
    expect(found).toEqual([{ owner: 'orders', collection: 'orders', waiting: 2, since: 7_000 }]);
    expect(away).toEqual([expect.stringMatching(/^the database of payments: /)]);
  });
});
