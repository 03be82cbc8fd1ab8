import { RecentLines } from './recent-lines.js';

const texts = (lines: RecentLines, limit = 10) => lines.newest(() => true, limit).map(({ text }) => text);

it('keeps the newest lines and forgets the others', () => {
  const lines = new RecentLines(3);
  for (const text of ['a', 'b', 'c', 'd', 'e']) lines.add('orders', text);
  expect(texts(lines)).toEqual(['e', 'd', 'c']);
  expect(texts(lines, 2)).toEqual(['e', 'd']);
});

it('finds nothing before the first line', () => {
  expect(texts(new RecentLines(3))).toEqual([]);
});

it('finds the lines that pass', () => {
  const lines = new RecentLines();
  lines.add('orders', 'a');
  lines.add('tickets', 'b');
  expect(lines.newest(({ process }) => process === 'orders', 10)).toEqual([
    { number: 1, at: expect.any(Number) as number, process: 'orders', text: 'a' },
  ]);
});

it('cuts a line that is far too long', () => {
  const lines = new RecentLines();
  lines.add('orders', 'x'.repeat(1_000_000));
  expect(texts(lines)[0]).toHaveLength(4_002);
});

it('tells each listener of new lines until it stops to listen', () => {
  const lines = new RecentLines();
  const heard: string[] = [];
  const stop = lines.listen(({ text }) => heard.push(text));
  lines.add('orders', 'a');
  stop();
  lines.add('orders', 'b');
  expect(heard).toEqual(['a']);
});
