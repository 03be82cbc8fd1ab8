import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

const HOP_BY_HOP = [
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
];
const CLAIMS_OF_THE_CLIENT = ['forwarded', 'x-real-ip', 'x-forwarded-port'];
const FINGERPRINTS = ['server', 'x-powered-by', 'via'];

/**
 * Rewrites the headers of a request to a service. The gateway is the first proxy, so it drops the forwarding headers of
 * the client: a service that trusts one proxy sees the address of the client's connection.
 */
export function prepareRequest(req: IncomingMessage): void {
  dropHopByHop(req.headers, { upgrade: req.headers.upgrade !== undefined });
  for (const name of CLAIMS_OF_THE_CLIENT) delete req.headers[name];
  req.headers['x-forwarded-for'] = req.socket.remoteAddress ?? '';
  req.headers['x-forwarded-proto'] = 'http';
  req.headers['x-forwarded-host'] = req.headers.host ?? '';
}

/**
 * Rewrites the headers of an answer to the client. It drops those that concern only the connection to the service, and
 * those that name its software. `keepAlive` tells whether the client wants to keep its connection.
 */
export function prepareAnswer(answer: IncomingMessage, { keepAlive }: { keepAlive: boolean }): void {
  dropHopByHop(answer.headers, { upgrade: false });
  answer.headers.connection = keepAlive ? 'keep-alive' : 'close';
  for (const name of FINGERPRINTS) delete answer.headers[name];
}

function dropHopByHop(headers: IncomingHttpHeaders, { upgrade }: { upgrade: boolean }): void {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  for (const name of HOP_BY_HOP) delete headers[name];
  if (upgrade) return;
  for (const name of named) if (name !== '' && name !== 'close') delete headers[name];
  delete headers.connection;
}
