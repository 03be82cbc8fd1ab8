import type { Socket } from 'node:net';
import { authApi, authDatabase } from '../testing/auth-api.js';
import { signIn, statuses } from '../testing/requests.js';
import { clientNetworks } from './client-networks.js';

const networks = (ip: string | undefined, remoteAddress?: string) =>
  clientNetworks({ ip, socket: { remoteAddress } as Socket });

it.each([
  ['192.0.2.1', '192.0.2.0/24 192.0.2.1'],
  ['192.0.2.1:51234', '192.0.2.0/24 192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.0/24 192.0.2.1'],
  ['[::ffff:192.0.2.1]:80', '192.0.2.0/24 192.0.2.1'],
  ['::ffff:c000:201', '192.0.2.0/24 192.0.2.1'],
  ['2001:db8:1:203:4:5:6:7', '2001:db8:1::/48 2001:db8:1:200::/56 2001:db8:1:203::/64'],
  ['2001:0DB8:0001:0203::ffff', '2001:db8:1::/48 2001:db8:1:200::/56 2001:db8:1:203::/64'],
  ['[2001:db8:1:203::1]', '2001:db8:1::/48 2001:db8:1:200::/56 2001:db8:1:203::/64'],
  ['[2001:db8:1:203::1]:443', '2001:db8:1::/48 2001:db8:1:200::/56 2001:db8:1:203::/64'],
  ['fe80::1%eth0', 'fe80::/48 fe80::/56 fe80::/64'],
])('the networks of %s are %s', (ip, expected) => {
  expect(networks(ip).join(' ')).toBe(expected);
});

it.each([
  '',
  'a name',
  'unknown',
  '_hidden',
  '1',
  '0x7f.1',
  '192.0.2.256',
  '192.0.2.1:x',
  '[192.0.2.1',
  '2001:db8:::1',
  ':',
])('are those of the proxy when it tells %j', (ip) => {
  expect(networks(ip, '10.0.0.9')).toEqual(['10.0.0.0/24', '10.0.0.9']);
  expect(networks(ip)).toEqual(['unknown']);
});

describe('a client', () => {
  authDatabase();
  const api = authApi();

  it('is one client with any port', async () => {
    const from = (index: number) =>
      [`192.0.2.7:${5000 + index}`, `[::ffff:192.0.2.7]:${5000 + index}`][index % 2];
    const wrong = (index: number) => signIn(api, { password: 'a wrong guess', address: from(index) });
    expect(await statuses(12, wrong)).toEqual({ 400: 10, 429: 2 });
  });
});
