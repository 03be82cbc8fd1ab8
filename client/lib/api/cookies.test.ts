import { forwardedCookies, parseSetCookie } from './cookies';

it('forwards what the services know, as it is, and nothing else', () => {
  expect(forwardedCookies('a=1; session=x%3D=; sessionx=2; device=a.b-c_d;session')).toBe(
    'session=x%3D=; device=a.b-c_d; session',
  );
  expect(forwardedCookies(null)).toBe('');
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
