import { Acknowledged } from './acknowledged.js';
import { receiptOf } from './bus-monitor.js';

const acknowledged = () => {
  const memory = new Acknowledged();
  return (lastSent: number, open: number) => {
    const group = { name: 'orders-service', lastSent, open, isAway: false };
    const [channel] = memory.noted([{ name: 'ticket:created', messages: 9, last: 9, groups: [group] }]);
    return channel!.groups[0]!;
  };
};

it('knows for good what was acknowledged when no message was open', () => {
  const ask = acknowledged();
  ask(7, 0);
  const busy = ask(9, 1);
  expect([7, 8, 9].map((sequence) => receiptOf(sequence, busy))).toEqual([
    'acknowledged',
    'perhaps open',
    'perhaps open',
  ]);
});

it('knows nothing of a group that was never seen without an open message', () => {
  expect(receiptOf(1, acknowledged()(9, 3))).toBe('perhaps open');
});

it('forgets what it knew when the bus has lost its messages', () => {
  const ask = acknowledged();
  ask(7, 0);
  ask(2, 1);
  expect(receiptOf(5, ask(6, 1))).toBe('perhaps open');
});
