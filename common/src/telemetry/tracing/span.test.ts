import { logSink } from '../../testing/log-sink.js';
import { recordSpans } from './record-spans.js';
import { currentSpan, currentTraceId, currentTraceparent } from '../trace-context.js';
import { annotate, continueTrace, openSpan, recordSpan, REST, span } from './span.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const incoming = (flags: string) => `00-${TRACE}-b7ad6b7169203331-${flags}`;

let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  stop = undefined;
});

function tracing(options?: { ratio?: number }) {
  const spans = recordSpans(options);
  stop = spans.stop;
  return spans;
}

describe('while tracing is off', () => {
  it('only runs the work', () => {
    expect(span('work', {}, () => [currentTraceparent(), currentSpan()])).toEqual([undefined, undefined]);
    expect(openSpan('work', undefined)).toBeUndefined();
    expect(() => (recordSpan('wait', undefined, {}), annotate({ done: true }))).not.toThrow();
  });

  it('goes on with the trace of the caller', () => {
    const seen = continueTrace(incoming('01'), 'request', {}, () => currentTraceparent());
    expect(seen).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
    expect(seen).not.toContain('b7ad6b7169203331');
  });
});

describe('while tracing is on', () => {
  it('makes a span a part of the one around it, also after a wait', async () => {
    const { seen } = tracing();
    await span('outer', {}, async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await span('inner', { kind: 'client', attributes: { size: 2 } }, () => Promise.resolve());
    });
    const [inner, outer] = await seen();
    expect(inner).toMatchObject({ name: 'inner', kind: 'client', attributes: { size: 2 } });
    expect(outer).toMatchObject({ name: 'outer', kind: 'internal', parent: undefined });
    expect([inner!.parent, inner!.traceId]).toEqual([outer!.spanId, outer!.traceId]);
    expect(outer!.endMs - outer!.startMs).toBeGreaterThanOrEqual(4);
  });

  it('goes on with the trace of the caller, and passes its own id on', async () => {
    const { seen } = tracing();
    const passedOn = continueTrace(incoming('01'), 'request', {}, () => currentTraceparent());
    const [request] = await seen();
    expect(request).toMatchObject({ traceId: TRACE, parent: 'b7ad6b7169203331' });
    expect(passedOn).toBe(`00-${TRACE}-${request!.spanId}-01`);
  });

  it('begins a trace when what came in is missing or malformed, whatever runs around it', async () => {
    const { seen } = tracing();
    span('around', {}, () => {
      continueTrace(undefined, 'first', {}, () => undefined);
      continueTrace('00-xyz', 'second', {}, () => undefined);
    });
    const spans = await seen();
    expect(spans.map(({ parent }) => parent)).toEqual([undefined, undefined, undefined]);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(3);
  });

  it('has the same id in the log', async () => {
    const { seen } = tracing();
    const { lines, logger } = logSink('info');
    const id = span('work', {}, () => {
      logger.info('done');
      return currentTraceId();
    });
    const [work] = await seen();
    expect(id).toBe(work!.traceId);
    expect(JSON.parse(lines[0]!)).toMatchObject({ traceId: work!.traceId });
  });

  it('tells the kind of an error, and not its text, which may quote a person', async () => {
    const { seen } = tracing();
    const error = Object.assign(new Error('ann@example.com exists'), { code: 11000 });
    await expect(span('save', {}, () => Promise.reject(error))).rejects.toBe(error);
    expect(() =>
      span('save', {}, () => {
        throw error;
      }),
    ).toThrow(error);
    const spans = await seen();
    expect(spans.map(({ failure }) => failure)).toEqual(['Error 11000', 'Error 11000']);
    expect(JSON.stringify(spans)).not.toContain('ann@');
  });

  it('does not call a refusal a failure', async () => {
    const { seen } = tracing();
    const refused = Object.assign(new Error('taken'), { status: 400, code: 'TAKEN' });
    await expect(span('place', {}, () => Promise.reject(refused))).rejects.toBe(refused);
    expect(await seen()).toMatchObject([{ failure: undefined, attributes: { 'error.type': 'Error TAKEN' } }]);
  });

  it('records a wait that has ended, with links', async () => {
    const { seen } = tracing();
    recordSpan('wait', incoming('01'), { from: Date.now() - 500, links: [incoming('01'), undefined, 'x'] });
    recordSpan('no wait', incoming('01'), { from: Date.now() + 60_000 });
    const [wait, none] = await seen();
    expect(wait).toMatchObject({ traceId: TRACE, links: ['b7ad6b7169203331'] });
    expect(wait!.endMs - wait!.startMs).toBeGreaterThanOrEqual(499);
    expect(none!.endMs - none!.startMs).toBeLessThan(1_000);
    expect(none!.endMs).toBeGreaterThanOrEqual(none!.startMs);
  });
});

describe('when only a part of the traces is chosen', () => {
  const none = () => tracing({ ratio: 0 });

  it('sends nothing of the others, and says so to those who are called', async () => {
    const { seen } = none();
    const passedOn = span('work', {}, () => currentTraceparent());
    expect(passedOn).toMatch(/-00$/);
    expect(await seen()).toEqual([]);
  });

  it('does as the caller did', async () => {
    const { seen } = none();
    continueTrace(incoming('01'), 'chosen', {}, () => span('part', {}, () => undefined));
    continueTrace(incoming('00'), 'not chosen', {}, () => undefined);
    expect((await seen()).map(({ name }) => name)).toEqual(['part', 'chosen']);
  });

  it('sends all of a request in which something failed', async () => {
    const { seen } = none();
    const work = async () => {
      await span('fine', {}, () => Promise.resolve());
      await span('fails', {}, () => Promise.reject(new Error('away'))).catch(() => undefined);
    };
    await continueTrace(incoming('00'), 'request', {}, work);
    await continueTrace(incoming('00'), 'other request', {}, () => Promise.resolve());
    expect((await seen()).map(({ name }) => name)).toEqual(['fine', 'fails', 'request']);
  });

  it('sends all of a request that was slow, and what ends after it', async () => {
    const { seen } = none();
    const request = openSpan('slow', undefined, { from: Date.now() - 1_500 })!;
    const late = openSpan('late', request)!;
    openSpan('part', request)!.end();
    request.end();
    late.end();
    expect((await seen()).map(({ name }) => name)).toEqual(['part', 'slow', 'late']);
  });

  it('does not count rests as slowness, and counts those at the same time once', async () => {
    const { seen } = none();
    for (const [name, ms] of [
      ['rests', 2_500],
      ['rests and is slow', 3_500],
    ] as const) {
      const from = Date.now() - ms;
      const event = openSpan(name, undefined, { from })!;
      for (let rest = 0; rest < 2; rest++) recordSpan(REST, event, { from: Date.now() - 2_000 });
      event.end();
    }
    expect((await seen()).map(({ name }) => name)).toEqual(['rest', 'rest', 'rests and is slow']);
  });
});
