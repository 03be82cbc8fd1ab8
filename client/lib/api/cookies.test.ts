import { forwardedCookies, parseSetCookie } from './cookies';

it('forwards what the services know, and nothing else', () => {
  expect(forwardedCookies('a=1; session=xy==; sessionx=2; device=a.b-c_d')).toBe(
    'session=xy==; device=a.b-c_d',
  );
  expect(forwardedCookies(null)).toBe('');
});

it('undoes percent-encoding, unless it hides what would end the value', () => {
  expect(forwardedCookies('session=xy%3D%3d; device=a%2Fb')).toBe('session=xy==; device=a/b');
  expect(forwardedCookies('session=a%3B%20b=c; device=a%0d%0ab')).toBe('');
});

it('reads what a service sets', () => {
  const header = 'session=abc; path=/; expires=Thu, 01 Jan 2026 00:00:00 GMT; samesite=lax; secure; HttpOnly';
  expect(parseSetCookie(header)).toEqual({
    name: 'session',
    value: 'abc',
    path: '/',
    expires: new Date('2026-01-01T00:00:00Z'),
    sameSite: 'lax',
    secure: true,
    httpOnly: true,
  });
  expect(parseSetCookie('device=a.b.c; Max-Age=60')).toEqual({ name: 'device', value: 'a.b.c', maxAge: 60 });
  expect(parseSetCookie('tracker=1')).toBeUndefined();
});

it('writes base64 so that it needs no percent-encoding and means the same', () => {
  const json = '{"jwt":"???>>>~~~"}';
  const value = parseSetCookie(`session=${Buffer.from(json).toString('base64')}; path=/`)?.value ?? '';
  expect(encodeURIComponent(value)).toBe(value);
  expect(Buffer.from(value, 'base64').toString()).toBe(json);
});
