import { MongoServer } from '@ticketing/mongod';
import { type MongoOwner, mongoOwners } from '@ticketing/system';
import { MongoClient } from 'mongodb';
import { FakeDashboard } from '../testing/fake-dashboard.js';
import { collectionsPage, documentsPage } from './data.js';

const collection = { owner: 'orders', name: 'orders', documents: 1 };
const EVIL = `"><script>alert('1')</script>`;

it('shows what is in a document as text, names of fields too', () => {
  const shown = String(documentsPage({ ...collection, name: EVIL }, [{ [EVIL]: EVIL }], 1));
  expect(shown).not.toContain('<script');
  expect(shown).toContain('&lt;script&gt;');
});

it('shows what is in the name of a collection as text', () => {
  const shown = String(collectionsPage({ found: [{ ...collection, name: EVIL }], away: [EVIL] }));
  expect(shown).not.toContain('<script');
});

it('cuts a document that is very long', () => {
  const shown = String(documentsPage(collection, [{ text: 'x'.repeat(1_000_000) }], 1));
  expect(shown.length).toBeLessThan(25_000);
  expect(shown).toContain(' …</pre>');
});

it('says that a collection is empty', () => {
  expect(String(documentsPage({ ...collection, documents: 0 }, [], 1))).toContain(
    'There is no document here.',
  );
});

describe('the pages of running databases', () => {
  const [server, other] = [new MongoServer(), new MongoServer()];
  const serverOf = (owner: MongoOwner) => (owner === 'payments' ? other : server);
  const dashboard = new FakeDashboard();
  const { fake } = dashboard;

  beforeAll(async () => {
    await Promise.all([server.start(), other.start()]);
    const urls = mongoOwners.map((owner) => [owner, serverOf(owner).uri(owner)]);
    fake.backing = { mongo: Object.fromEntries(urls) as Record<MongoOwner, string> };
    const client = await MongoClient.connect(server.uri('tickets'));
    await client
      .db('auth')
      .collection('users')
      .insertOne({
        email: '<img src=x onerror=alert(1)>',
        passwordHash: 'hash-secret',
        sessions: [{ token: 'token-secret', cookie: 'cookie-secret', jwt: ['jwt-secret'] }],
      });
    const tickets = Array.from({ length: 45 }, (_, number) => ({ title: `Seat ${number}` }));
    await client.db('tickets').collection<object>('tickets').insertMany(tickets);
    await client.close();
    await dashboard.open();
  });
  afterAll(async () => {
    if (other.pid !== undefined) process.kill(other.pid, 'SIGCONT');
    await dashboard.close();
    await Promise.all([server.stop(), other.stop()]);
  });

  const seats = async (page: string) => {
    const { body } = await dashboard.get(`/data/tickets/tickets?page=${page}`);
    return [...body.matchAll(/Seat (\d+)/g)].map(([, number]) => Number(number));
  };

  it('lists the collections with the number of their documents', async () => {
    const { body } = await dashboard.get('/data');
    expect(body).toMatch(/href="\/data\/tickets\/tickets">tickets<.*\b45\b/s);
    expect(body).not.toContain('Not shown');
  });

  it('hides passwords and what opens a session, and shows addresses as text', async () => {
    const { body } = await dashboard.get('/data/auth/users');
    expect(body).not.toMatch(/-secret|<img/);
    expect(body).toContain('&quot;passwordHash&quot;: &quot;(hidden)&quot;');
    expect(body).toContain('&lt;img src=x');
  });

  it('shows twenty documents a page, the newest first', async () => {
    expect(await seats('1')).toEqual(Array.from({ length: 20 }, (_, index) => 44 - index));
    expect(await seats('3')).toEqual([4, 3, 2, 1, 0]);
    const links = async (page: number) =>
      [...(await dashboard.get(`/data/tickets/tickets?page=${page}`)).body.matchAll(/>(Newer|Older)</g)].map(
        ([, link]) => link,
      );
    expect([await links(1), await links(2), await links(3)]).toEqual([
      ['Older'],
      ['Newer', 'Older'],
      ['Newer'],
    ]);
  });

  it.each(['-1', '0', 'abc', 'NaN', '', '1.9'])('shows the first page for the number "%s"', async (page) => {
    expect((await seats(page))[0]).toBe(44);
  });

  it.each(['99', '1e99', 'Infinity'])('says that there is nothing on page %s', async (page) => {
    const { status, body } = await dashboard.get(`/data/tickets/tickets?page=${page}`);
    expect([status, body]).toEqual([200, expect.stringContaining('There is no document here.')]);
  });

  it.each(['/data/nobody/users', '/data/auth/nothing', '/data/auth/%3Cscript%3E', '/data/__proto__/users'])(
    'does not know %s',
    async (path) => expect((await dashboard.get(path)).status).toBe(404),
  );

  it('says that a database is frozen, and shows the others', async () => {
    process.kill(other.pid!, 'SIGSTOP');
    const began = Date.now();
    const { status, body } = await dashboard.get('/data');
    expect(Date.now() - began).toBeLessThan(8_000);
    expect([status, body]).toEqual([200, expect.stringContaining('Not shown: the database of payments')]);
    expect(body).toContain('href="/data/tickets/tickets"');
    process.kill(other.pid!, 'SIGCONT');
  });

  it('says that a database is down, and shows it again when it is back', async () => {
    await other.stop();
    const { body } = await dashboard.get('/data');
    expect(body).toContain('Not shown: the database of payments');
    expect((await dashboard.get('/data/payments/payments')).body).toContain('the database of payments');
    await other.start();
    expect((await dashboard.get('/data')).body).not.toContain('Not shown');
  });
});
