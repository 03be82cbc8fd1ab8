export { cookieName, type CookiePolicy, cookiePolicy } from './cookie-policy.js';
