import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '../logger.js';
import { decodeDeliveredMessage } from '../protocol/messages.js';
import { FileStore } from './file-store.js';
import { DEFAULT_LIMITS, type Limits, type SubscriptionRecord } from './store.js';

const RECORD: SubscriptionRecord = {
  id: 1,
  channel: 'channel',
  clientId: 'me',
  queueGroup: '',
  inbox: 'inbox',
  ackInbox: 'acks',
  maxInFlight: 10,
  ackWaitSeconds: 30,
  durableName: 'd',
  isDurable: true,
  isClosed: false,
  lastSent: 0,
};
const CLIENT = { id: 'me', heartbeatInbox: 'hb', connId: 'c', protocol: 1, pingInterval: 5, pingMaxOut: 3 };

/** The first 8 characters of a stored message. */
function text(stored: Buffer | undefined): string | undefined {
  return stored && decodeDeliveredMessage(stored)?.data.subarray(0, 8).toString();
}

describe('the file store', () => {
  let directory: string;
  let warnings: string[];
  let open: FileStore[];
  const state = () => join(directory, 'state.log');
  const channelDirectory = () => join(directory, 'channels', 'channel');
  const segments = () => readdirSync(channelDirectory()).sort();
  const lastSegment = () => join(channelDirectory(), segments().at(-1) ?? '');

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'file-store-'));
    warnings = [];
    open = [];
  });
  afterEach(() => {
    for (const store of open) store.close();
    rmSync(directory, { recursive: true });
  });

  /** Opens the directory again. The store before is not closed, as after a crash. */
  function reopen(limits: Partial<Limits> = {}, clusterId = 'cluster'): FileStore {
    const nothing = () => undefined;
    const warn = (text: string) => void warnings.push(text);
    const logger: Logger = { error: warn, warn, info: nothing, debug: nothing, trace: nothing };
    const store = new FileStore(directory, clusterId, { ...DEFAULT_LIMITS, ...limits }, logger);
    open.push(store);
    return store;
  }

  const message = (text: string) => ({ subject: 'channel', reply: '', data: Buffer.from(text) });
  const texts = (store: FileStore) => {
    const { first, last } = store.channel('channel');
    return Array.from({ length: last - first + 1 }, (_, i) =>
      text(store.channel('channel').lookup(first + i)),
    );
  };

  describe('messages', () => {
    it('are restored with their times, and the next one gets the next number', async () => {
      const before = reopen().channel('channel');
      await before.append([message('m1'), message('m2')]);
      const times = [before.timestamp(1), before.timestamp(2)];
      const store = reopen();
      const after = store.channel('channel');
      expect([after.first, after.last]).toEqual([1, 2]);
      expect([after.timestamp(1), after.timestamp(2)]).toEqual(times);
      await after.append([message('m3')]);
      expect(texts(store)).toEqual(['m1', 'm2', 'm3']);
      expect(after.lookup(0)).toBeUndefined();
      expect(after.lookup(4)).toBeUndefined();
    });

    it.each([1, 7, 8, 20])('survive a write that was cut %d bytes short', async (missing) => {
      await reopen()
        .channel('channel')
        .append([message('m1'), message('m2')]);
      truncateSync(lastSegment(), statSync(lastSegment()).size - missing);
      const store = reopen();
      expect(texts(store)).toEqual(['m1']);
      expect(warnings).toEqual([expect.stringMatching(/cut off \d+ bytes .* behind message 1$/)]);
      await store.channel('channel').append([message('n2')]);
      expect(texts(reopen())).toEqual(['m1', 'n2']);
      expect(warnings).toHaveLength(1);
    });

    it.each([
      ['zeros', Buffer.alloc(64)],
      ['damaged bytes', Buffer.from('ffffffffffffffffffffffff', 'hex')],
    ])('survive %s after them', async (_, tail) => {
      await reopen()
        .channel('channel')
        .append([message('m1')]);
      appendFileSync(lastSegment(), tail);
      expect(texts(reopen())).toEqual(['m1']);
      expect(warnings).toHaveLength(1);
    });

    it('are cut off from a wrong checksum on', async () => {
      await reopen()
        .channel('channel')
        .append([message('m1'), message('m2')]);
      const bytes = readFileSync(lastSegment());
      bytes[bytes.length - 12] = (bytes.at(-12) ?? 0) ^ 1;
      writeFileSync(lastSegment(), bytes);
      expect(texts(reopen())).toEqual(['m1']);
    });

    it('fill segments; damage in a full segment is refused, not cut off', async () => {
      const large = 'x'.repeat(12 * 1024 * 1024);
      const channel = reopen().channel('channel');
      for (let i = 0; i < 4; i++) await channel.append([message(large)]);
      expect(segments()).toHaveLength(2);
      const store = reopen();
      expect(texts(store)).toEqual(Array(4).fill('xxxxxxxx'));
      const [first = ''] = segments();
      truncateSync(join(channelDirectory(), first), 100);
      // the second time shows that the refusal did not change the file
      for (let i = 0; i < 2; i++)
        expect(() => reopen().channel('channel')).toThrow(
          /messages from 1 on, before 4, are missing or damaged/,
        );
    });

    it('are removed from disk with their segment when a limit drops them', async () => {
      const large = 'x'.repeat(12 * 1024 * 1024);
      const channel = reopen({ messages: 1 }).channel('channel');
      for (let i = 0; i < 4; i++) await channel.append([message(large)]);
      expect(segments()).toEqual(['00000000000000000004.msgs']);
      expect([channel.first, channel.last]).toEqual([4, 4]);
      const after = reopen({ messages: 1 }).channel('channel');
      expect([after.first, after.last]).toEqual([4, 4]);
    });

    it('are read from disk when they are no longer cached', async () => {
      const store = reopen();
      const channel = store.channel('channel');
      for (let i = 1; i <= 40; i++) await channel.append([message(`m${i}`), message('x'.repeat(60_000))]);
      expect(texts(store).filter((_, i) => i % 2 === 0)).toEqual(
        Array.from({ length: 40 }, (_, i) => `m${i + 1}`),
      );
    });

    it('do not give their numbers away when all are too old', async () => {
      await reopen()
        .channel('channel')
        .append([message('m1'), message('m2')]);
      await new Promise((resolve) => setTimeout(resolve, 20));
      const channel = reopen({ ageMs: 1 }).channel('channel');
      expect([channel.first, channel.last]).toEqual([3, 2]);
      await channel.append([message('m3')]);
      expect(channel.last).toBe(3);
    });
  });

  describe('clients and subscriptions', () => {
    it('are restored with the pending messages', () => {
      const store = reopen();
      store.saveClient(CLIENT);
      store.saveClient({ ...CLIENT, id: 'gone' });
      store.saveSubscription(RECORD);
      store.saveSubscription({ ...RECORD, id: 2 });
      for (const sequence of [1, 2, 3]) store.sent(1, sequence);
      store.acknowledged(1, 2);
      store.removeClient('gone');
      store.removeSubscription(2);
      store.saveSubscription({ ...RECORD, lastSent: 3, isClosed: true });
      store.flush();
      const { clients, subscriptions } = reopen().recover();
      expect(clients).toEqual([CLIENT]);
      expect(subscriptions).toEqual([
        { record: { ...RECORD, lastSent: 3, isClosed: true }, pending: [1, 3] },
      ]);
    });

    it('are written at the end of a turn, without a flush', async () => {
      const store = reopen();
      store.saveSubscription(RECORD);
      store.sent(1, 1);
      await new Promise(setImmediate);
      expect(reopen().recover().subscriptions[0]?.pending).toEqual([1]);
    });

    it('lose all changes of a write that was cut short, and none before it', () => {
      const store = reopen();
      store.saveClient(CLIENT);
      store.flush();
      store.saveSubscription(RECORD);
      store.sent(1, 1);
      store.flush();
      truncateSync(state(), statSync(state()).size - 3);
      const after = reopen();
      expect(after.recover()).toEqual({ clients: [CLIENT], subscriptions: [], channels: [] });
      expect(warnings).toEqual([expect.stringMatching(/state\.log: cut off \d+ bytes/)]);
      after.saveSubscription(RECORD);
      after.flush();
      expect(reopen().recover().subscriptions).toHaveLength(1);
    });

    it('take little space even after 600 000 acknowledged messages', () => {
      const store = reopen();
      store.saveSubscription(RECORD);
      const file = statSync(state()).ino;
      let largest = 0;
      for (let sequence = 1; sequence <= 600_000; sequence++) {
        store.sent(1, sequence);
        if (sequence > 5) store.acknowledged(1, sequence - 5);
        if (sequence % 10_000 === 0) {
          store.flush();
          largest = Math.max(largest, statSync(state()).size);
        }
      }
      expect(largest).toBeLessThan(5 * 1024 * 1024);
      expect(statSync(state()).ino).not.toBe(file);
      const [subscription] = reopen().recover().subscriptions;
      expect(subscription?.record.lastSent).toBe(600_000);
      expect(subscription?.pending).toEqual([599_996, 599_997, 599_998, 599_999, 600_000]);
    });

    it('survive a compaction that a crash cut short', () => {
      const store = reopen();
      store.saveClient(CLIENT);
      store.flush();
      writeFileSync(`${state()}.new`, 'half a file');
      expect(reopen().recover().clients).toEqual([CLIENT]);
      expect(readdirSync(directory)).not.toContain('state.log.new');
    });
  });

  it('refuses the data of another cluster', () => {
    reopen();
    expect(() => reopen({}, 'other')).toThrow(
      'Cluster ID "other" does not match recovered value of "cluster"',
    );
  });

  it('accepts any characters in the name of a channel', async () => {
    const store = reopen();
    for (const name of ['order:created', 'a.b', 'Ä €', '%41'])
      await store.channel(name).append([message('m1')]);
    const again = reopen();
    expect(again.recover().channels.sort()).toEqual(['%41', 'a.b', 'order:created', 'Ä €']);
    expect(again.channel('%41').last).toBe(1);
  });
});
