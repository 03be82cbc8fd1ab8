import { readOptions } from './options.js';

it('has a seed and a rate without flags, so everybody sees the same', () => {
  expect(readOptions([])).toEqual({ seed: 1, rate: 12, help: false });
});

it('reads every flag', () => {
  const args = ['--seed', '7', '--rate=0', '--url', 'http://127.0.0.1:3000', '--help'];
  expect(readOptions(args)).toEqual({ seed: 7, rate: 0, url: 'http://127.0.0.1:3000', help: true });
});

it.each([
  [['--seed', 'x'], '--seed must be a whole number from 0 to 2147483647, not "x"'],
  [['--seed', '1.5'], '--seed must be a whole number'],
  [['--seed', '2147483648'], '--seed must be a whole number'],
  [['--rate', ''], '--rate must be a whole number from 0 to 600, not ""'],
  [['--rate=-1'], '--rate must be a whole number'],
  [['--rate', '601'], '--rate must be a whole number'],
  [['--rate'], "Option '--rate <value>' argument missing"],
  [['--speed', '5'], "Unknown option '--speed'; --help lists all flags"],
  [['now'], "Unexpected argument 'now'"],
  [['--url', 'localhost:3000'], '--url must be a URL such as http://localhost:3000, not "localhost:3000"'],
  [['--url', 'http://'], '--url must be a URL'],
])('refuses %j and says why', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});

it.each(['http://localhost:3000', 'http://127.0.0.1', 'http://127.1:80', 'http://[::1]:3000'])(
  'takes %s, which is this machine',
  (url) => expect(readOptions(['--url', url]).url).toBe(url),
);

it.each([
  'https://ticketing.dev',
  'http://192.168.0.7:3000',
  'http://localhost.example',
  'http://127.0.0.1.example',
  'http://localhost@shop.example',
])('takes %s, which may be another machine, only with --remote', (url) => {
  expect(() => readOptions(['--url', url])).toThrow(
    / is not this machine\. The demo makes accounts whose password everybody can read\. .* --remote$/,
  );
  expect(readOptions(['--url', url, '--remote']).url).toBe(url);
});
