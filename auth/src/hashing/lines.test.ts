import { Lines } from './lines.js';

function all(lines: Lines<string>): string[] {
  return Array.from({ length: lines.size }, () => lines.shift() ?? '');
}

const filled = (...items: [path: string, item: string][]) => {
  const lines = new Lines<string>();
  for (const [path, item] of items) lines.push(path.split('/').filter(Boolean), item);
  return lines;
};

it('lets blocks take turns, and the networks of a block', () => {
  const lines = filled(
    ['a/1', 'a1'],
    ['a/1', 'a1 again'],
    ['a/2', 'a2'],
    ['b/1', 'b1'],
    ['b/1', 'b1 again'],
    ['', 'own'],
  );
  expect(all(lines)).toEqual(['own', 'a1', 'b1', 'a2', 'b1 again', 'a1 again']);
  expect(lines.shift()).toBeUndefined();
});

it('takes the newest item of the longest line away', () => {
  const lines = filled(['a/1', 'a1'], ['b/1', 'b1'], ['b/2', 'b2'], ['b/2', 'b2 again']);
  expect([lines.pop(), lines.pop()]).toEqual(['b2 again', expect.stringMatching(/^b/)]);
  expect(lines.size).toBe(2);
  expect(all(lines).sort()).toEqual(['a1', expect.stringMatching(/^b/)]);
  expect(lines.pop()).toBeUndefined();
});

it('takes an item out of the middle once, and keeps no empty line', () => {
  const lines = filled(['a/1', 'x'], ['a/1', 'y'], ['a/1', 'z']);
  expect(lines.remove(['a', '1'], 'y')).toBe(true);
  expect(lines.remove(['a', '1'], 'y')).toBe(false);
  expect(lines.remove(['b'], 'y')).toBe(false);
  expect(all(lines)).toEqual(['x', 'z']);
  expect(lines).toEqual(new Lines());
});
