import { qrCode } from './qr-code';

/** The dark runs of a code: where each begins, and how many modules it has. */
const runsOf = (path: string) =>
  [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)].map(([, x, y, length]) => [x, y, length].map(Number));

it('has an empty edge of four modules, and a corner mark behind it', () => {
  const { size, path } = qrCode('a pass');
  const runs = runsOf(path);
  expect(runs.length).toBeGreaterThan(20);
  expect(runs[0]).toEqual([4, 4, 7]);
  for (const [x = 0, y = 0, length = 0] of runs) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(4);
    expect(Math.max(x + length, y + 1)).toBeLessThanOrEqual(size - 4);
  }
});

it('stays coarse enough for a camera with the longest pass', () => {
  expect(qrCode('x'.repeat(560)).size).toBeLessThanOrEqual(100);
});
