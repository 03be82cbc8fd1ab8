import { KeyTree } from './key-tree.js';

/** Returns a repeatable source of random whole numbers below `end`. */
function randomFrom(seed: number): (end: number) => number {
  let state = seed;
  return (end) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * end);
  };
}

const byKey = ([a]: [string, number], [b]: [string, number]) => (a < b ? -1 : a > b ? 1 : 0);

describe.each([
  ['in order', (i: number) => String(i).padStart(6, '0')],
  ['backwards', (i: number) => String(100_000 - i).padStart(6, '0')],
  [
    'of many lengths',
    (i: number, below: (end: number) => number) => 'ab\xff\0'.repeat(below(60)) + below(900),
  ],
])('with keys %s', (_name, keyAt) => {
  const below = randomFrom(7);
  const tree = new KeyTree<number>();
  const map = new Map<string, number>();
  const sorted = () => [...map].sort(byKey);
  const change = (count: number, share: number) => {
    const keys = [...map.keys()];
    for (let i = 0; i < count; i++) {
      const key = below(100) < share ? keyAt(map.size + i, below) : (keys[below(keys.length)] ?? '');
      if (below(100) < share) {
        tree.set(key, i);
        map.set(key, i);
      } else {
        tree.delete(key);
        map.delete(key);
      }
    }
  };

  test('it holds what a map holds, in order, after inserts and deletes', () => {
    change(5_000, 95);
    expect([...tree.from('')]).toEqual(sorted());
    change(5_000, 30);
    expect(tree.size).toBe(map.size);
    expect([...tree.from('')]).toEqual(sorted());
    expect([...tree.below('\xff\xff')]).toEqual(sorted().reverse());
  });

  test('it takes many keys in order at once, and gives known keys their new values', () => {
    for (const count of [1, 2, 40, 3_000]) {
      const keys = [...new Set(Array.from({ length: count }, (_, i) => keyAt(map.size + i, below)))].sort();
      const values = keys.map((_, i) => -i);
      tree.setSorted(keys, values);
      keys.forEach((key, i) => map.set(key, values[i] ?? 0));
      expect(tree.size).toBe(map.size);
      expect([...tree.from('')]).toEqual(sorted());
    }
    change(5_000, 30);
    expect([...tree.from('')]).toEqual(sorted());
  });

  test('it begins at any key, upwards and downwards', () => {
    const entries = sorted();
    for (let i = 0; i < 300; i++) {
      const key = i % 2 ? keyAt(below(6_000), below) : (entries[below(entries.length)]?.[0] ?? '');
      expect([...tree.from(key)].slice(0, 3)).toEqual(entries.filter(([known]) => known >= key).slice(0, 3));
      expect([...tree.below(key)].slice(0, 3)).toEqual(
        entries
          .filter(([known]) => known < key)
          .reverse()
          .slice(0, 3),
      );
    }
  });

  test('it finds the first key with a prefix', () => {
    const entries = sorted();
    for (let i = 0; i < 300; i++) {
      const prefix = keyAt(below(6_000), below).slice(0, 1 + below(5));
      expect(tree.first(prefix)).toBe(entries.find(([key]) => key.startsWith(prefix))?.[1]);
    }
  });

  test('it is empty after everything was deleted', () => {
    for (const key of map.keys()) tree.delete(key);
    expect([...tree.from('')]).toEqual([]);
    expect(tree.size).toBe(0);
    tree.set('a', 1);
    expect(tree.first('a')).toBe(1);
  });
});
