import { Notices } from './notices.js';

it('shows what goes on first, and then what was done, the newest first', () => {
  const notices = new Notices();
  notices.add('one');
  const end = notices.hold('the bus is frozen');
  notices.add('two');
  expect(notices.recent()).toEqual(['the bus is frozen', 'two', 'one']);
  end();
  expect(notices.recent()).toEqual(['two', 'one']);
});

it('shows what goes on for as long as it does, and what was done for a while', () => {
  jest.useFakeTimers();
  const notices = new Notices();
  notices.add('done');
  const ends = [notices.hold('the same'), notices.hold('the same')];
  jest.advanceTimersByTime(3_600_000);
  expect(notices.recent()).toEqual(['the same', 'the same']);
  ends[0]!();
  expect(notices.recent()).toEqual(['the same']);
  jest.useRealTimers();
});
