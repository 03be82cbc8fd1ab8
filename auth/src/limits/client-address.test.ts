import { clientAddress } from './client-address.js';

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::ffff', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
  ['::1', '0:0:0:0::/64'],
  ['a name the proxy gave', 'a name the proxy gave'],
])('counts %s as %s', (ip, counted) => {
  expect(clientAddress({ ip })).toBe(counted);
});

it('accepts a connection that is already closed', () => {
  expect(clientAddress({ ip: undefined })).toBe('');
});
