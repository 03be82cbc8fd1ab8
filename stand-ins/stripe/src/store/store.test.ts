import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@ticketing/processes';
import { Store } from './store.js';
import type { Delivery } from './tables.js';

const delivery = (eventId: string): Delivery => ({ eventId, attempts: 0, dueAt: 0, since: 0 });
const failed = (error: Error) => {
  throw error;
};

describe('the store of the stand-in', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'stripe-store-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));
  const path = () => join(directory, 'journal.jsonl');

  it('undoes the changes of work that throws', () => {
    const store = new Store({ directory, failed });
    store.transact((transaction) => transaction.put('deliveries', 'a', delivery('one')));
    const work = () =>
      store.transact((transaction) => {
        transaction.put('deliveries', 'a', delivery('two'));
        transaction.remove('deliveries', 'b');
        expect(transaction.get('deliveries', 'a')?.eventId).toBe('two');
        throw new Error('refused');
      });
    expect(work).toThrow('refused');
    store.close();
    const after = new Store({ directory, failed });
    expect(after.values('deliveries')).toEqual([delivery('one')]);
    after.close();
  });

  it('keeps the order in which records were made', () => {
    const store = new Store({ directory, failed });
    for (const id of ['z', 'a', 'm'])
      store.transact((transaction) => transaction.put('deliveries', id, delivery(id)));
    store.transact((transaction) => transaction.put('deliveries', 'z', delivery('changed')));
    store.close();
    const after = new Store({ directory, failed });
    expect(after.values('deliveries').map(({ eventId }) => eventId)).toEqual(['changed', 'a', 'm']);
    after.close();
  });

  it('compacts a large journal at a start, and loses nothing', () => {
    const store = new Store({ directory, failed });
    const long = 'x'.repeat(100_000);
    for (let number = 0; number < 100; number++)
      store.transact((transaction) => transaction.put('deliveries', 'a', delivery(`${long}${number}`)));
    store.transact((transaction) => transaction.put('deliveries', 'b', delivery('small')));
    store.close();
    expect(statSync(path()).size).toBeGreaterThan(9_000_000);
    const after = new Store({ directory, failed });
    expect(statSync(path()).size).toBeLessThan(200_000);
    after.transact((transaction) => transaction.put('deliveries', 'c', delivery('later')));
    after.close();
    const last = new Store({ directory, failed });
    expect(last.values('deliveries').map(({ eventId }) => eventId.slice(-5))).toEqual([
      'xxx99',
      'small',
      'later',
    ]);
    last.close();
  });

  it('writes a change soon, though no request waits for it', async () => {
    const store = new Store({ directory, failed });
    store.transact((transaction) => transaction.put('deliveries', 'a', delivery('one')));
    await eventually(() => expect(statSync(path()).size).toBeGreaterThan(0));
    store.close();
  });

  it('tells a waiting request only after the changes are in the file', async () => {
    const store = new Store({ directory, failed });
    store.transact((transaction) => transaction.put('deliveries', 'a', delivery('one')));
    expect(statSync(path()).size).toBe(0);
    await store.synced();
    expect(statSync(path()).size).toBeGreaterThan(0);
    store.close();
  });
});
