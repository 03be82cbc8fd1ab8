import { newId } from '@ticketing/testing';
import { Ticket } from '../models/ticket.js';
import { aTicket, ticketsApi } from '../testing/tickets.js';
import { searchFilter } from './find-tickets.js';
import { readSearch } from './search-words.js';
import { searchFields } from './title-terms.js';

const as = ticketsApi();

async function find(q: string, more: object = {}): Promise<string[]> {
  const res = await as()
    .get('/api/tickets')
    .query({ q, ...more })
    .expect(200);
  return (res.body as { title: string }[]).map(({ title }) => title);
}

describe('GET /api/tickets?q=', () => {
  it('finds titles that have the beginnings of all words, in any order and case', async () => {
    await aTicket({ title: 'Rock Concert in Zürich' });
    await aTicket({ title: 'Rock climbing' });
    expect(await find('ROCK')).toEqual(['Rock climbing', 'Rock Concert in Zürich']);
    expect(await find('zurich conc')).toEqual(['Rock Concert in Zürich']);
    expect(await find('rock cl')).toEqual(['Rock climbing']);
    expect(await find('ock')).toEqual([]);
    expect(await find('rock opera')).toEqual([]);
  });

  it.each([
    ['東京コンサート武道館', 'コンサート'],
    ['Łódź', 'lodz'],
    ['Straße', 'strasse'],
    ['ΜΟΥΣΙΚΗ', 'ΜΟΥΣ'],
    ['Café', 'Cafe\u0301'],
    ["Rock'n'Roll", 'rocknroll'],
    ['Rock n Roll', "rock'n'roll"],
  ])('finds %s for %s, and nothing else', async (title, q) => {
    await aTicket({ title });
    await aTicket({ title: '大阪サート Rocking chair' });
    expect(await find(q)).toEqual([title]);
  });

  it('compares a whole phrase of a script without spaces', async () => {
    for (const title of ['ABCD', '音楽会 学会', '楽会と音楽', '音楽会']) await aTicket({ title });
    expect(await find('音楽会')).toEqual(['音楽会', '音楽会 学会']);
    expect(await find('楽会学会')).toEqual(['音楽会 学会']);
  });

  it.each(['🎸', '!!!', '.*', '\u200b', '\u0000', '%', '﷽'.slice(1), '\ufffd'].filter((q) => q !== ''))(
    'finds nothing for %j, which has no letter and no digit',
    async (q) => {
      await aTicket({ title: '🎸 !!!' });
      await aTicket();
      expect(await find(q)).toEqual([]);
    },
  );

  it('shows all tickets for spaces alone', async () => {
    await aTicket();
    expect(await find('  ')).toHaveLength(1);
  });

  it('ignores characters that a person may paste', async () => {
    await aTicket();
    for (const q of [
      '\u0000Con\u200bcert\u202e',
      '\ufeffconcert\t',
      '🎸 concert',
      'concert\ufffd',
      '$concert.*',
    ])
      expect([q, await find(q)]).toEqual([q, ['Concert']]);
    const broken = await as().get('/api/tickets?q=concert%ff').expect(200);
    expect(broken.body).toHaveLength(1);
  });

  it('counts the characters of q as a person sees them', async () => {
    const title = '👨‍👩‍👧‍👦'.repeat(199) + 'x';
    await aTicket({ title });
    expect(await find('e\u0301'.repeat(200))).toEqual([]);
    expect(await find(title)).toEqual([title]);
    await as()
      .get('/api/tickets')
      .query({ q: 'e\u0301'.repeat(201) })
      .expect(400);
  });

  it('gives each ticket once, page after page, when a search can be read in two ways', async () => {
    const titles = ['Hip-Hop 1', 'Hip Hop 2', 'HipHop 3', 'Hip-Hop 4', 'Hop, hip 5', 'Hip 6'];
    for (const title of titles) await aTicket({ title });
    const found: string[] = [];
    let path: string | undefined = `/api/tickets?q=${encodeURIComponent('hip-hop')}&limit=2`;
    while (path) {
      const res: { body: unknown; headers: { link?: string } } = await as().get(path).expect(200);
      found.push(...(res.body as { title: string }[]).map(({ title }) => title));
      path = /^<([^>]+)>; rel="next"$/.exec(res.headers.link ?? '')?.[1];
    }
    expect(found).toEqual(titles.slice(0, 5).reverse());
  });

  it('finds only the caller’s own tickets with mine, also reserved ones', async () => {
    const userId = newId();
    const own = await aTicket({ userId, title: 'Own concert' });
    await aTicket({ title: 'Other concert' });
    own.reserve(newId(), 1);
    await own.save();
    const res = await as(userId).get('/api/tickets?mine=true&q=concert').expect(200);
    expect(res.body).toMatchObject([{ title: 'Own concert' }]);
  });

  it('follows an edit of the title', async () => {
    const ticket = await aTicket({ title: '東京 Opera' });
    await as(ticket.userId).put(`/api/tickets/${ticket.id}`).send({ title: 'Ballet', price: 20 }).expect(200);
    expect([await find('opera'), await find('東京'), await find('ballet')]).toEqual([[], [], ['Ballet']]);
  });
});

describe('a list among many tickets', () => {
  const title = (index: number) =>
    `Seat ${index}, row ${index % 40}${index % 60 ? '' : ' box'}${index % 10 ? '' : ' vip'}, 東京${index % 60 ? 'ドーム' : '武道館'}`;

  async function fill(): Promise<void> {
    await Ticket.insertMany(
      Array.from({ length: 3000 }, (_, index) => ({
        title: title(index),
        price: 1,
        userId: index % 50 ? 'others' : 'seller',
        ...searchFields(title(index)),
        ...(index % 2 ? { orderId: newId() } : {}),
      })),
    );
  }

  /** How many documents the database reads for one page after the middle of the list. */
  async function documentsRead(filter: object): Promise<number> {
    const cursor = String((await Ticket.findOne({ title: title(1500) }).lean())!._id);
    const plan = (await Ticket.find({ ...filter, _id: { $lt: cursor } })
      .sort({ _id: -1 })
      .limit(51)
      .explain('executionStats')) as unknown as { executionStats: { totalDocsExamined: number } };
    return plan.executionStats.totalDocsExamined;
  }

  it('reads only one page, whatever is searched for', async () => {
    await fill();
    const read: Record<string, number> = {};
    for (const filter of [{ orderId: null, withdrawn: null }, { userId: 'seller' }])
      read[JSON.stringify(filter)] = await documentsRead(filter);
    const common = ['seat', '東京ドーム', 'se-at', 'seat row'];
    const rare = [
      'box',
      'seat box',
      'seat vip',
      '東京 bo',
      '東京武道館',
      'seat 東京武道館',
      'seat opera',
      '東京音楽',
    ];
    for (const q of [...common, ...rare]) {
      read[q] = 0;
      for (const search of readSearch(q)) {
        const filter = await searchFilter(search);
        if (filter) read[q] += await documentsRead({ orderId: null, withdrawn: null, ...filter });
      }
    }
    expect(Object.entries(read).filter(([, documents]) => documents > 60)).toEqual([]);
    expect(read).toMatchObject({ seat: 51, box: 25, 'seat opera': 0 });
  });
});
