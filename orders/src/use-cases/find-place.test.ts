import { freePlace } from './find-place.js';

const random = (below: number) => Math.floor(Math.random() * below);

it('draws each of the free places', () => {
  const drawn = Array.from({ length: 500 }, () => freePlace([5, 2], 6));
  expect([...new Set(drawn)].sort()).toEqual([1, 3, 4, 6]);
});

it('works for a limit of one, and for a very high one', () => {
  expect(freePlace([], 1)).toBe(1);
  expect(freePlace([1], 1_000_000_000)).toBeGreaterThan(1);
});

it('leaves a place empty for each order that has one over the limit', () => {
  const drawn = Array.from({ length: 200 }, () => freePlace([7, 9], 3));
  expect(new Set(drawn)).toEqual(new Set([1]));
});

it('keeps to a limit that was lowered, whoever draws at the same time', () => {
  for (let round = 0; round < 2_000; round++) {
    const limit = 1 + random(6);
    const old = new Set(Array.from({ length: random(limit) }, () => 1 + random(12)));
    // requests that saw the same orders and race: the index lets one of them have each place
    const drawn = Array.from({ length: 30 }, () => freePlace([...old], limit));
    for (const place of drawn) expect(old).not.toContain(place);
    expect(new Set([...old, ...drawn]).size).toBeLessThanOrEqual(limit);
  }
});
