import { MalformedTracesError } from './otlp.js';
import { TraceStore } from './trace-store.js';

const START = 1_800_000_000_000;
const trace = (n: number) => n.toString(16).padStart(32, '0');
const id = (n: number) => n.toString(16).padStart(16, '0');
const nanos = (ms: number) => `${START + ms}000000`;

interface Sample {
  trace?: number;
  id: number;
  parent?: number;
  name?: string;
  at?: number;
  ms?: number;
  kind?: number;
  attributes?: object[];
  links?: object[];
  status?: object;
}

/** As a service sends it. */
const body = (service: string, ...samples: Sample[]) => ({
  resourceSpans: [
    {
      resource: {
        attributes: [{ key: 'service.name', value: { stringValue: service } }],
        droppedAttributesCount: 0,
      },
      scopeSpans: [
        {
          scope: { name: '@ticketing/common' },
          spans: samples.map(({ trace: of = 1, parent, at = 0, ms = 10, ...sample }) => ({
            kind: 1,
            name: 'work',
            ...sample,
            traceId: trace(of),
            spanId: id(sample.id),
            ...(parent !== undefined && { parentSpanId: id(parent) }),
            startTimeUnixNano: nanos(at),
            endTimeUnixNano: nanos(at + ms),
          })),
        },
      ],
    },
  ],
});
const orderId = { key: 'order.id', value: { stringValue: '65f0c0ffee65f0c0ffee65f0' } };

it('keeps a span as it was sent', () => {
  const store = new TraceStore();
  store.receive(
    body('orders', {
      id: 2,
      parent: 1,
      kind: 2,
      name: 'POST /api/orders',
      at: 5,
      ms: 20,
      attributes: [
        orderId,
        { key: 'status', value: { intValue: '503' } },
        { key: 'share', value: { doubleValue: 0.5 } },
        { key: 'late', value: { boolValue: false } },
        { key: 'list', value: { arrayValue: { values: [] } } },
      ],
      links: [{ traceId: trace(7).toUpperCase(), spanId: id(8), attributes: [] }],
      status: { code: 2, message: 'MongoNetworkError' },
    }),
  );
  expect(store.trace(trace(1))).toEqual([
    {
      traceId: trace(1),
      spanId: id(2),
      parentSpanId: id(1),
      name: 'POST /api/orders',
      kind: 'server',
      service: 'orders',
      startMs: START + 5,
      durationMs: 20,
      status: 'error',
      message: 'MongoNetworkError',
      attributes: { 'order.id': '65f0c0ffee65f0c0ffee65f0', status: 503, share: 0.5, late: false },
      links: [{ traceId: trace(7), spanId: id(8) }],
    },
  ]);
});

it('puts the spans of several services into one trace, by their start', () => {
  const store = new TraceStore();
  store.receive(body('tickets', { id: 3, parent: 2, at: 900, ms: 100 }));
  store.receive(body('orders', { id: 1, name: 'POST /api/orders' }, { id: 2, parent: 1, at: 2 }));
  expect(store.trace(trace(1)).map(({ spanId }) => spanId)).toEqual([id(1), id(2), id(3)]);
  expect(store.find('')).toEqual([
    {
      traceId: trace(1),
      name: 'POST /api/orders',
      services: ['orders', 'tickets'],
      startMs: START,
      durationMs: 1_000,
      spans: 3,
      failed: false,
    },
  ]);
});

it('finds traces by their id, by a value, and by a name; the newest first', () => {
  const store = new TraceStore();
  store.receive(body('orders', { id: 1, name: 'POST /api/orders', attributes: [orderId] }));
  store.receive(body('tickets', { trace: 2, id: 1, at: 50, status: { code: 2 } }));
  const found = (text: string, limit?: number) => store.find(text, limit).map(({ traceId }) => traceId);
  expect(found('')).toEqual([trace(2), trace(1)]);
  expect(found('', 1)).toEqual([trace(2)]);
  expect(found(trace(1))).toEqual([trace(1)]);
  expect(found(' 65F0C0FFEE65f0c0ffee65f0 ')).toEqual([trace(1)]);
  expect(found('/api/orders')).toEqual([trace(1)]);
  expect(found('somebody')).toEqual([]);
  expect(store.find('').map(({ failed }) => failed)).toEqual([true, false]);
  expect(store.trace(trace(9))).toEqual([]);
});

it('counts a span once that is sent again', () => {
  const store = new TraceStore();
  store.receive(body('orders', { id: 1 }));
  store.receive(body('orders', { id: 1 }));
  expect(store.trace(trace(1))).toHaveLength(1);
});

it('forgets the traces that have gone on least recently', () => {
  const store = new TraceStore(2);
  for (const n of [1, 2, 1, 3])
    store.receive(body('orders', { trace: n, id: n * 10 + store.trace(trace(n)).length }));
  expect(store.trace(trace(1))).toHaveLength(2);
  expect(store.trace(trace(2))).toEqual([]);
  expect(store.trace(trace(3))).toHaveLength(1);
});

it('keeps no more spans than memory allows, of one trace and of all', () => {
  const store = new TraceStore();
  const many = (of: number) => Array.from({ length: 1_100 }, (_, index) => ({ trace: of, id: index + 1 }));
  for (let n = 1; n <= 70; n++) store.receive(body('orders', ...many(n)));
  expect(store.trace(trace(70))).toHaveLength(1_000);
  const kept = store.find('', 1_000).reduce((sum, { spans }) => sum + spans, 0);
  expect(kept).toBe(60_000);
});

it.each([
  ['text', 'body: '],
  [null, 'body: '],
  [{ resourceSpans: 7 }, 'resourceSpans: '],
  [
    { resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: 'xyz' }] }] }] },
    /spans\.0\.traceId: is not 32 hex digits/,
  ],
])('refuses %j, and says what is wrong', (wrong, problem) => {
  const store = new TraceStore();
  expect(() => store.receive(wrong)).toThrow(MalformedTracesError);
  expect(() => store.receive(wrong)).toThrow(problem);
});

it('keeps nothing of a body that is wrong in one place', () => {
  const store = new TraceStore();
  const [sent] = body('orders', { id: 1 }, { id: 2 }).resourceSpans;
  sent!.scopeSpans[0]!.spans[1]!.spanId = 'x';
  expect(() => store.receive({ resourceSpans: [sent] })).toThrow(MalformedTracesError);
  expect(store.find('')).toEqual([]);
});

it('takes a body without spans', () => {
  expect(() => new TraceStore().receive({})).not.toThrow();
});

it('finds only the traces that are wanted, as many as are wanted', () => {
  const store = new TraceStore();
  for (let n = 1; n <= 4; n++)
    store.receive(body('orders', { trace: n, id: n, at: n, ...(n < 3 && { status: { code: 2 } }) }));
  const failed = store.find('', 1, (each) => each.failed);
  expect(failed.map(({ traceId }) => traceId)).toEqual([trace(2)]);
});
