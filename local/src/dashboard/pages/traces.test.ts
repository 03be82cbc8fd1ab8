import type { StoredSpan } from '../../traces/trace-store.js';
import { spanTree } from '../data/span-tree.js';
import { tracePage, tracesPage } from './traces.js';

const TRACE = 'a'.repeat(32);
const span = (
  spanId: string,
  parentSpanId: string | undefined,
  startMs: number,
  more: Partial<StoredSpan> = {},
) => ({
  traceId: TRACE,
  spanId,
  ...(parentSpanId !== undefined && { parentSpanId }),
  name: spanId,
  kind: 'internal' as const,
  service: 'orders',
  startMs,
  durationMs: 10,
  status: 'unset' as const,
  attributes: {},
  links: [],
  ...more,
});
const placed = (...spans: StoredSpan[]) =>
  spanTree(spans).map(({ span: { spanId }, depth }) => `${depth} ${spanId}`);
const page = (...spans: StoredSpan[]) => String(tracePage(TRACE, spans)).replace(/\s+/g, ' ');

describe('the order of spans', () => {
  it('puts each after its parent, by the time of their start', () => {
    const spans = [span('c', 'a', 30), span('b', 'a', 20), span('d', 'b', 25), span('a', undefined, 10)];
    expect(placed(...spans)).toEqual(['0 a', '1 b', '2 d', '1 c']);
  });

  it('takes a span whose parent has not arrived for a first one', () => {
    expect(placed(span('b', 'lost', 2), span('a', undefined, 1))).toEqual(['0 a', '0 b']);
  });

  it('shows each span once, though spans are their own ancestors', () => {
    expect(placed(span('a', 'b', 1), span('b', 'a', 2), span('c', 'c', 3)).sort()).toEqual([
      '0 a',
      '0 c',
      '1 b',
    ]);
  });

  it('does not overflow when a chain is very long', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => span(`${i}`, i === 0 ? undefined : `${i - 1}`, i));
    expect(spanTree(chain).at(-1)?.depth).toBe(19_999);
  });
});

describe('a waterfall', () => {
  it('draws each span where it is in time', () => {
    const shown = page(
      span('a', undefined, 100, { durationMs: 100 }),
      span('b', 'a', 150, { durationMs: 25 }),
    );
    expect(shown).toContain('<rect x="0.0" y="1" width="1000.0" height="8" />');
    expect(shown).toContain('<rect x="500.0" y="1" width="250.0" height="8" />');
  });

  it('draws a trace of no length', () => {
    expect(page(span('a', undefined, 100, { durationMs: 0 }))).toContain('width="3.0"');
  });

  it('shows what a span says as text', () => {
    const evil = '"><script>alert(1)</script>';
    const shown = page(
      span(evil, undefined, 1, {
        name: evil,
        service: evil,
        message: evil,
        status: 'error',
        attributes: { [evil]: evil },
        links: [{ traceId: evil, spanId: evil }],
      }),
    );
    expect(shown).not.toContain('<script');
    expect(shown).toContain('failed');
  });

  it('does not show more spans than a page can hold', () => {
    const spans = Array.from({ length: 600 }, (_, i) => span(`${i}`, undefined, i));
    expect(page(...spans)).toContain('100 more are not shown');
  });

  it('says that nothing of the trace is kept', () => {
    expect(page()).toContain('No span of this trace is kept');
  });
});

it('lists traces as text', () => {
  const summary = {
    traceId: TRACE,
    name: '<b>GET</b>',
    services: ['<i>'],
    startMs: 0,
    durationMs: 12.34,
    spans: 3,
    failed: true,
  };
  const shown = String(tracesPage([summary], '"><u>'));
  expect(shown).not.toMatch(/<b>|<i>|<u>/);
  expect(shown).toContain(`/traces/${TRACE}`);
  expect(shown).toContain('failed');
});

it('keeps the choice of those that failed', () => {
  expect(String(tracesPage([], '', true))).toMatch(/name="failed" value="yes" checked/);
  expect(String(tracesPage([], '', false))).not.toContain('checked');
});
