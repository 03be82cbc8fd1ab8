import { cookieName, cookiePolicy } from '@ticketing/common/cookies';

/** The services read the same settings, and the same words for no. */
const NO = /^(false|f|no|n|off|0)$/;

/** How the cookies of this system are named and sent. The services make the session and the device; the site passes them on. */
export function siteCookies(env: Readonly<Record<string, string | undefined>> = process.env) {
  const { COOKIE_SECURE = '', COOKIE_SUFFIX = '' } = env;
  const policy = cookiePolicy({ COOKIE_SECURE: !NO.test(COOKIE_SECURE), COOKIE_SUFFIX });
  return {
    secure: policy.secure,
    session: cookieName('session', policy),
    device: cookieName('device', policy),
    givenUp: cookieName('given-up', policy),
  };
}
