/** Writes `left` ms as `m:ss`, or as `h:mm:ss` from one hour on. A second that has begun counts in full. */
export function formatLeft(left: number): string {
  const seconds = Math.max(0, Math.ceil(left / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** The time in ms until `left` is written differently. */
export function untilNextTick(left: number): number {
  return left <= 0 ? 0 : ((left - 1) % 1000) + 1;
}

/** The mark (in seconds) that was passed between two looks at the clock: the last one of several, undefined for none. */
export function passedMark(before: number, after: number, marks: readonly number[]): number | undefined {
  return marks
    .filter((mark) => before > mark * 1000 && after <= mark * 1000 && after > 0)
    .sort((a, b) => a - b)[0];
}
