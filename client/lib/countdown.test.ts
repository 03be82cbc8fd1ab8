import { formatLeft, passedMark, untilNextTick } from './countdown';

it.each([
  [900_000, '15:00'],
  [899_999, '15:00'],
  [61_000, '1:01'],
  [59_001, '1:00'],
  [1, '0:01'],
  [0, '0:00'],
  [-5, '0:00'],
  [3_600_000, '1:00:00'],
  [7_265_000, '2:01:05'],
])('writes %d ms as %s', (left, text) => {
  expect(formatLeft(left)).toBe(text);
});

it('ticks exactly when the text changes', () => {
  for (const left of [1, 999, 1000, 1001, 59_500, 900_000]) {
    const wait = untilNextTick(left);
    expect(formatLeft(left - wait)).not.toBe(formatLeft(left));
    expect(formatLeft(left - wait + 1)).toBe(formatLeft(left));
  }
  expect(untilNextTick(0)).toBe(0);
});

describe('announcements', () => {
  const marks = [300, 60, 10];
  it('come once, when their time passes', () => {
    expect(passedMark(300_001, 300_000, marks)).toBe(300);
    expect(passedMark(300_000, 299_000, marks)).toBeUndefined();
    expect(passedMark(10_500, 9_900, marks)).toBe(10);
  });

  it('are only the last of several, and none when the time is up', () => {
    expect(passedMark(400_000, 50_000, marks)).toBe(60);
    expect(passedMark(400_000, 0, marks)).toBeUndefined();
  });
});
