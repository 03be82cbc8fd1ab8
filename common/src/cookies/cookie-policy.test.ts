import { cookieName, cookiePolicy } from './index.js';

it('names cookies so that browsers take them from this host by https only', () => {
  const policy = cookiePolicy({ COOKIE_SECURE: true, COOKIE_SUFFIX: '' });
  expect(cookieName('session', policy)).toBe('__Host-session');
});

it('names cookies without TLS by their suffix alone', () => {
  const names = ['-3100', '-3101'].map((COOKIE_SUFFIX) =>
    cookieName('session', cookiePolicy({ COOKIE_SECURE: false, COOKIE_SUFFIX })),
  );
  expect(names).toEqual(['session-3100', 'session-3101']);
});
