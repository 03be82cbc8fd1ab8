import { siteCookies } from './cookie-names';

it('has the names of the services by default', () => {
  expect(siteCookies({})).toMatchObject({
    secure: true,
    session: '__Host-session',
    device: '__Host-device',
    givenUp: '__Host-given-up',
  });
});

it('has names with the suffix on one machine', () => {
  expect(siteCookies({ COOKIE_SECURE: 'false', COOKIE_SUFFIX: '-3100' })).toMatchObject({
    secure: false,
    session: 'session-3100',
    device: 'device-3100',
  });
});

it.each(['true', '1', 'yes', ''])('is secure with COOKIE_SECURE=%s', (COOKIE_SECURE) => {
  expect(siteCookies({ COOKIE_SECURE }).secure).toBe(true);
});
