import { StanSuite } from './testing/stan-suite.js';

const ignore = () => undefined;

describe('limits', () => {
  const suite = new StanSuite();
  afterEach(() => suite.disconnect());
  afterAll(() => suite.end());

  describe.each(['memory', 'file'])('with the %s store', (kind) => {
    const start = (...flags: string[]) =>
      suite.server({ flags, ...(kind === 'file' && { dir: suite.directory() }) });

    it('refuse one channel too many to publishers and subscribers', async () => {
      const client = await suite.client(await start('-mc', '2'));
      await client.publish('one');
      await client.subscribe('two');
      await expect(client.publish('three')).rejects.toThrow('too many channels');
      await expect(client.subscribe('three')).rejects.toThrow('too many channels');
      await client.publish('two');
    });

    it('refuse one subscription too many in a channel', async () => {
      const client = await suite.client(await start('-msu', '2'));
      await client.subscribe('channel');
      const second = await client.subscribe('channel', { group: 'g' });
      await expect(client.subscribe('channel')).rejects.toThrow('too many subscriptions per channel');
      await second.unsubscribe();
      await client.subscribe('channel');
      await client.subscribe('another');
    });

    it('drop the oldest message when there are too many messages', async () => {
      const client = await suite.client(await start('-mm', '3'));
      for (let i = 1; i <= 5; i++) await client.publish('channel', String(i));
      const subscription = await client.subscribe('channel', { start: 'first' });
      await subscription.messages(3);
      expect(subscription.sequences()).toEqual([3, 4, 5]);
    });

    it('drop the oldest message when all together are too large, never the newest', async () => {
      const client = await suite.client(await start('-mb', '4KB'));
      for (let i = 1; i <= 8; i++) await client.publish('channel', 'x'.repeat(1_200));
      const subscription = await client.subscribe('channel', { start: 'first' });
      await subscription.until('the newest message', () => subscription.sequences().includes(8));
      expect(subscription.sequences()).toEqual([6, 7, 8]);
      await client.publish('channel', 'y'.repeat(10_000));
      const last = await client.subscribe('channel', { start: 'first' });
      await last.messages(1);
      expect(last.sequences()).toEqual([9]);
    });

    it('drop messages that are too old', async () => {
      const client = await suite.client(await start('-ma', '1s'));
      await client.publish('channel', 'old');
      const deadline = Date.now() + 5_000;
      for (let left = 1; left > 0 && Date.now() < deadline;) {
        const subscription = await client.subscribe('channel', { start: 'first' });
        const answered = await client.subscribe('probe');
        await client.publish('probe');
        await answered.messages(1);
        left = subscription.received.length;
        await subscription.unsubscribe();
      }
      await client.publish('channel', 'new');
      const subscription = await client.subscribe('channel', { start: 'first' });
      await subscription.messages(1);
      expect(subscription.received[0]).toMatchObject({ data: 'new', sequence: 2 });
    });

    it('drop unacknowledged messages too, which then are not redelivered', async () => {
      const client = await suite.client(await start('-mm', '2'));
      const subscription = await client.subscribe('channel', { ackWaitSeconds: 1, onMessage: ignore });
      for (let i = 1; i <= 3; i++) await client.publish('channel', String(i));
      await subscription.messages(5);
      expect(subscription.sequences()).toEqual([1, 2, 3, 2, 3]);
    });
  });

  it('still hold after a restart', async () => {
    const server = await suite.server({ flags: ['-mm', '3'], dir: suite.directory() });
    const client = await suite.client(server);
    await client.publishAll('channel', ['1', '2', '3', '4', '5']);
    client.crash();
    await server.kill();
    await server.start();
    const subscription = await (await suite.client(server)).subscribe('channel', { start: 'first' });
    await subscription.messages(3);
    expect(subscription.sequences()).toEqual([3, 4, 5]);
  });
});
