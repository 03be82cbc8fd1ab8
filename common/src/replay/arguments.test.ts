import { readArguments } from './arguments.js';

it('selects everything without flags', () => {
  expect(readArguments([])).toEqual({ selection: {}, listOnly: false, malformed: false });
});

it('reads every flag', () => {
  const subjects = ['--subject', 'order:created', '--subject', 'ticket:created'];
  const times = ['--since', '2026-01-31T20:00Z', '--until', '2026-01-31T21:00Z'];
  const others = [
    '--queue-group',
    'orders-service',
    '--reason',
    'BUSY',
    '--sequence',
    '17',
    '--sequence',
    '18',
  ];
  expect(readArguments([...subjects, ...times, ...others, '--list', '--malformed'])).toEqual({
    selection: {
      subjects: ['order:created', 'ticket:created'],
      queueGroups: ['orders-service'],
      reason: 'BUSY',
      since: new Date('2026-01-31T20:00Z'),
      until: new Date('2026-01-31T21:00Z'),
      sequences: [17, 18],
    },
    listOnly: true,
    malformed: true,
  });
});

it.each([
  [['--nope'], "Unknown option '--nope'; --help lists all flags"],
  [['17'], 'Unexpected argument'],
  [['--subject', 'order:made'], 'there is no subject order:made; the subjects are ticket:created, '],
  [['--since', 'yesterday'], '--since must be a time such as 2026-01-31T20:00Z, not "yesterday"'],
  [['--sequence', '1x'], '--sequence must be a whole number, not "1x"'],
])('refuses %j', (args, message) => {
  expect(() => readArguments(args)).toThrow(message);
});

it('returns nothing when help is asked for', () => {
  expect(readArguments(['--help', '--list'])).toBeUndefined();
});
