import { recordSpans } from '../telemetry/tracing/record-spans.js';
import { span } from '../telemetry/tracing/span.js';
import { Batcher, DONE } from './batcher.js';

let spans: ReturnType<typeof recordSpans>;
beforeEach(() => (spans = recordSpans()));
afterEach(() => spans.stop());

const batcher = () =>
  new Batcher<string, void>((items) => span('command', {}, () => Promise.resolve(items.map(() => DONE))));

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
