import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { connectionOptions } from './connection-options.js';

/** These headers are about one connection (RFC 9110 §7.6.1), so each side of the gateway has its own. */
const HOP_BY_HOP = [
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
/** The gateway itself answers an `Expect`. */
const FOR_THE_GATEWAY = ['expect'];
const CLAIMS_OF_THE_CLIENT = ['forwarded', 'x-real-ip', 'x-forwarded-port'];
const FINGERPRINTS = ['server', 'x-powered-by', 'via'];

/**
 * The headers of a request to a service. The gateway is the first proxy, so it drops the forwarding headers of the
 * client: a service that trusts one proxy sees the address of the client's connection. The length of a body stays, because
 * the connection to the service frames the body by it, and fails when the body has another length.
 */
export function requestHeaders(req: IncomingMessage): IncomingHttpHeaders {
  const headers = without(req.headers, [...FOR_THE_GATEWAY, ...CLAIMS_OF_THE_CLIENT]);
  headers['x-forwarded-for'] = req.socket.remoteAddress ?? '';
  headers['x-forwarded-proto'] = 'http';
  headers['x-forwarded-host'] = req.headers.host ?? '';
  return headers;
}

/** The headers of an answer to the client: without those that name the software of a service. */
export function answerHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return without(headers, FINGERPRINTS);
}

/** Without these headers, and without those of the connection that they came on. */
function without(headers: IncomingHttpHeaders, names: string[]): IncomingHttpHeaders {
  const rest = { ...headers };
  for (const name of [...HOP_BY_HOP, ...connectionOptions(headers), ...names]) delete rest[name];
  return rest;
}
