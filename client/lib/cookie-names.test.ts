import { siteCookieName, siteCookiePolicy } from './cookie-names';

it('has the names of the services by default', () => {
  expect(siteCookieName('session', {})).toBe('__Host-session');
  expect(siteCookieName('device', {})).toBe('__Host-device');
});

it('has names with the suffix on one machine', () => {
  const env = { COOKIE_SECURE: 'false', COOKIE_SUFFIX: '-3100' };
  expect(siteCookieName('session', env)).toBe('session-3100');
});

it.each(['true', '1', 'yes', ''])('sends cookies by https only with COOKIE_SECURE=%s', (COOKIE_SECURE) => {
  expect(siteCookiePolicy({ COOKIE_SECURE }).secure).toBe(true);
});

it.each(['false', '0', 'no', 'off', 'f'])('sends cookies by http with COOKIE_SECURE=%s', (COOKIE_SECURE) => {
  expect(siteCookiePolicy({ COOKIE_SECURE }).secure).toBe(false);
});
