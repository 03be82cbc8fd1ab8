import { cookieToSet, forwardedCookies } from './cookies';

it('forwards the cookies that the services know and no others', () => {
  expect(forwardedCookies('a=1; __Host-session=xy==; session=2; __Host-device=a.b-c_d')).toBe(
    '__Host-session=xy==; __Host-device=a.b-c_d',
  );
  expect(forwardedCookies(null)).toBe('');
});

it('undoes percent-encoding and drops values that would break the header', () => {
  expect(forwardedCookies('__Host-session=xy%3D%3d; __Host-device=a%2Fb')).toBe(
    '__Host-session=xy==; __Host-device=a/b',
  );
  expect(forwardedCookies('__Host-session=a%3B%20b=c; __Host-device=a%0d%0ab')).toBe('');
});

it('reads the cookies that a service sets', () => {
  const header =
    '__Host-session=abc; path=/; expires=Thu, 01 Jan 2026 00:00:00 GMT; samesite=lax; secure; HttpOnly';
  expect(cookieToSet(header)).toEqual({
    name: '__Host-session',
    value: 'abc',
    path: '/',
    expires: new Date('2026-01-01T00:00:00Z'),
    sameSite: 'lax',
    secure: true,
    httpOnly: true,
  });
  expect(cookieToSet('__Host-device=a.b.c; Max-Age=60')).toEqual({
    name: '__Host-device',
    value: 'a.b.c',
    maxAge: 60,
  });
  expect(cookieToSet('tracker=1')).toBeUndefined();
});

it('writes base64 that needs no percent-encoding and decodes to the same', () => {
  const json = '{"jwt":"???>>>~~~"}';
  const value = cookieToSet(`__Host-session=${Buffer.from(json).toString('base64')}; path=/`)?.value ?? '';
  expect(encodeURIComponent(value)).toBe(value);
  expect(Buffer.from(value, 'base64').toString()).toBe(json);
});
