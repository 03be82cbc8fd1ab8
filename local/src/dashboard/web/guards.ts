import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

/** The field of each form that proves that a page of the dashboard has sent it. */
export const TOKEN_FIELD = 'token';
/** Undefined in a dashboard that only shows. */
export type Token = string | undefined;

const NAMES = ['localhost', '127.0.0.1', '[::1]'];
const READING = new Set(['GET', 'HEAD']);

/** No page may load, run or call anything from elsewhere, and nobody may show a page in a frame. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export const headers: RequestHandler = (_request, response, next) => {
  response.set({
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  next();
};

/**
 * Refuses requests that name another host. A foreign page can let its own host name point to this machine, and then it could
 * read every answer (https://en.wikipedia.org/wiki/DNS_rebinding).
 */
export function ownHostOnly(port: number): RequestHandler {
  const hosts = new Set(NAMES.map((name) => `${name}:${port}`));
  return ({ headers: { host = '' } }, response, next) =>
    hosts.has(host.toLowerCase()) ? next() : refuse(response, 'This host is not the dashboard');
}

/** Refuses what a page of another origin sends. A program that is no browser names no origin. */
export function ownOriginOnly(port: number): RequestHandler {
  const origins = new Set(NAMES.map((name) => `http://${name}:${port}`));
  return ({ method, headers: { origin, 'sec-fetch-site': site } }, response, next) => {
    const foreign =
      (origin !== undefined && !origins.has(origin)) ||
      (site !== undefined && site !== 'same-origin' && site !== 'none');
    if (foreign && !READING.has(method)) refuse(response, 'A page of another origin has sent this');
    else next();
  };
}

/** Refuses what changes something and has no token: it does not come from a page of this dashboard. */
export function withTokenOnly(token: Token): RequestHandler {
  return ({ method, body }, response, next) => {
    const sent = (body as Record<string, unknown> | undefined)?.[TOKEN_FIELD];
    if (READING.has(method)) next();
    else if (token === undefined) refuse(response, 'This dashboard only shows, and changes nothing');
    else if (typeof sent === 'string' && isSame(sent, token)) next();
    else refuse(response, 'This form is not from a page of this dashboard. Reload the page and try again');
  };
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((each) => createHash('sha256').update(each).digest()) as [Buffer, Buffer];
  return timingSafeEqual(a, b);
}

function refuse(response: Response, why: string): void {
  response.status(403).type('text/plain').send(`${why}\n`);
}
