import { recordSpans } from '../telemetry/tracing/record-spans.js';
import { span } from '../telemetry/tracing/span.js';
import { Batcher, type BatcherOptions, DONE, REST_MS } from './batcher.js';

let spans: ReturnType<typeof recordSpans>;
beforeEach(() => (spans = recordSpans()));
afterEach(() => spans.stop());

const batcher = (options?: BatcherOptions) =>
  new Batcher<string, void>(
    (items) => span('command', {}, () => Promise.resolve(items.map(() => DONE))),
    options,
  );

it('links a batch to those that wait in it, and each of them to the batch', async () => {
  const waits = batcher();
  await Promise.all(['a', 'b', 'c'].map((item) => span(item, {}, () => waits.add(item))));
  const all = await spans.seen();
  const of = (name: string) => all.filter((one) => one.name === name);
  const one = (name: string) => of(name)[0]!;
  const [a, b, c, batch, command] = [one('a'), one('b'), one('c'), one('batch'), one('command')];
  expect(batch).toMatchObject({
    parent: a.spanId,
    links: [b.spanId, c.spanId],
    attributes: { 'batch.size': 3 },
  });
  expect(command.parent).toBe(batch.spanId);
  expect(of('wait for batch')).toMatchObject([
    { parent: b.spanId, traceId: b.traceId, links: [batch.spanId] },
    { parent: c.spanId, traceId: c.traceId, links: [batch.spanId] },
  ]);
});

it('makes no span for an item that is alone', async () => {
  await span('a', {}, () => batcher().add('a'));
  expect((await spans.seen()).map(({ name }) => name)).toEqual(['command', 'a']);
});

it('shows how long an item waited for the end of a rest', async () => {
  const waits = batcher({ restMs: 100, maxBatch: 1 }); // they are in two batches
  await waits.add('before the rest');
  await new Promise((resolve) => setTimeout(resolve, 30));
  await Promise.all(['a', 'b'].map((item) => span(item, {}, () => waits.add(item))));
  const all = await spans.seen();
  const rests = all.filter(({ name }) => name === 'rest');
  const waiting = ['a', 'b'].map((item) => all.find(({ name }) => name === item)!);
  expect(rests.map(({ parent }) => parent)).toEqual(waiting.map(({ spanId }) => spanId));
  for (const { startMs, endMs } of rests) {
    expect(endMs - startMs).toBeGreaterThan(20);
    expect(endMs - startMs).toBeLessThan(95);
  }
});

describe('when no trace is chosen', () => {
  const choosingNone = async () => {
    await spans.stop();
    spans = recordSpans({ ratio: 0 });
  };

  it('does not take the work for slow that waits for a whole rest', async () => {
    await choosingNone();
    const waits = batcher({ restMs: REST_MS });
    await waits.add('before the rest');
    const began = performance.now();
    await Promise.all(['a', 'b'].map((item) => span(item, {}, () => waits.add(item))));
    expect(performance.now() - began).toBeGreaterThan(REST_MS * 0.99);
    expect(await spans.seen()).toEqual([]);
  });

  it('sends the work whose batch failed', async () => {
    await choosingNone();
    const fails = new Batcher<string, void>(() =>
      span('command', {}, () => Promise.reject(new Error('away'))),
    );
    const work = (item: string) => span(item, {}, () => fails.add(item).catch(() => undefined));
    await Promise.all(['a', 'b'].map(work));
    expect((await spans.seen()).map(({ name }) => name)).toEqual(['command', 'batch', 'a']);
  });
});
