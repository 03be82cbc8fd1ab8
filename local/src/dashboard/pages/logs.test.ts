import type { RecentLine } from '../../supervisor/recent-lines.js';
import { logRecord } from '../data/log-record.js';
import { passes, readLogSearch } from '../data/log-search.js';
import { logLine, logsPage } from './logs.js';

const TRACE = 'a'.repeat(32);
const line = (text: string, process = 'orders'): RecentLine => ({ number: 1, at: 0, process, text });
const request = line(
  JSON.stringify({
    level: 'warn',
    time: '2026-01-31T20:00:00.000Z',
    service: 'orders',
    traceId: TRACE,
    req: { method: 'POST', url: '/api/orders' },
    res: { statusCode: 400 },
    responseTime: 12,
    msg: 'request completed',
  }),
);

describe('a line of the logs', () => {
  it('says what the request was and how it was answered', () => {
    expect(logRecord(request)).toMatchObject({
      level: 'warn',
      message: 'request completed POST /api/orders 400 12 ms',
      traceId: TRACE,
    });
  });

  it('says what happened in a line of the security log', () => {
    const text = JSON.stringify({
      level: 'warn',
      event: 'security.refusal',
      outcome: 'refused',
      code: 'NOT_AUTHORIZED',
      address: '127.0.0.1',
      method: 'GET',
      path: '/api/orders',
      msg: 'security',
    });
    expect(logRecord(line(text)).message).toBe(
      'security security.refusal refused GET /api/orders NOT_AUTHORIZED',
    );
  });

  it.each([
    [{ msg: 'no answer', service: 'orders', method: 'GET' }, 'no answer orders GET'],
    [{ msg: 'the bus broke', service: 'client', reason: 'no ping' }, 'the bus broke: no ping'],
    [{ msg: 'no answer', path: '/api/orders', message: 'refused' }, 'no answer /api/orders: refused'],
  ])('says what a line is about: %j', (fields, message) => {
    expect(logRecord(line(JSON.stringify({ level: 40, ...fields }), 'client-2')).message).toBe(message);
  });

  it('says the words of an error', () => {
    const text = JSON.stringify({ level: 50, msg: 'it failed', err: { message: 'no route' } });
    expect(logRecord(line(text))).toMatchObject({ level: 'error', message: 'it failed: no route' });
    const repeated = JSON.stringify({ level: 50, msg: 'it failed', err: { message: 'no route: no route' } });
    expect(logRecord(line(repeated)).message).toBe('it failed: no route');
  });

  it.each([
    ['[1] 2026/01/31 20:00:00.000000 [WRN] STREAM: slow', 'warn'],
    ['1:M 31 Jan 2026 20:00:00.000 # Error: no space', 'error'],
    ['plain words', 'info'],
    ['{"level": not JSON', 'info'],
    ['{"level":"loud","msg":"x"}', 'info'],
    ['{"level":{"a":1},"msg":["x"]}', 'info'],
  ])('takes a line of another program as it is: %s', (text, level) => {
    expect(logRecord(line(text)).level).toBe(level);
  });

  it('cannot become HTML, wherever in it somebody puts some', () => {
    const evil = '<img src=x onerror=alert(1)>"\'';
    const texts = [
      evil,
      JSON.stringify({ level: evil, msg: evil, traceId: evil, [evil]: evil, err: { message: evil } }),
    ];
    for (const text of texts) {
      const shown = String(logLine(logRecord(line(text, evil))));
      expect(shown).not.toContain('<img');
      expect(shown).not.toContain('href="/traces/<');
      expect(shown).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;');
    }
  });
});

describe('the search in the logs', () => {
  const search = (query: Record<string, unknown>) => passes(readLogSearch(query));

  it.each([
    [{}, true],
    [{ text: TRACE }, true],
    [{ text: 'API/ORDERS' }, true],
    [{ text: 'tickets' }, false],
    [{ process: 'orders' }, true],
    [{ process: 'tickets' }, false],
    [{ level: 'warn' }, true],
    [{ level: 'error' }, false],
    [{ level: 'no level' }, true],
    [{ text: ['a', 'list'], process: { a: 'map' } }, true],
  ])('finds by %j: %s', (query, found) => expect(search(query)(request)).toBe(found));

  it('shows the search again, as a text', () => {
    const shown = readLogSearch({ text: '"><script>' });
    const page = String(logsPage([], shown, ['orders']));
    expect(page).toContain('value="&quot;&gt;&lt;script&gt;"');
    expect(page).toContain('No line is found.');
  });
});
