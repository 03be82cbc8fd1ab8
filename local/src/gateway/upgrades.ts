import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { rawAnswer } from './answers.js';
import { endWith } from './malformed.js';
import { refusal } from './refusal.js';
import type { Unanswered } from './unanswered.js';
import { withoutOffer } from './without-offer.js';

type TakeWebSocket = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * Answers requests that offer or ask for another protocol. Node leaves the whole connection to such a listener, so each path
 * here ends with a connection that is closed or that the server has again. `takeWebSocket` returns what takes a WebSocket,
 * or undefined if nothing does.
 */
export function answerUpgrades(
  server: Server,
  unanswered: Unanswered,
  takeWebSocket: (req: IncomingMessage) => TakeWebSocket | undefined,
): void {
  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    unanswered.afterEarlier(socket, () => {
      const refused = refusal(req);
      if (refused) return endWith(socket, rawAnswer(refused.status, refused.message));
      if (req.headers.upgrade?.toLowerCase() !== 'websocket') {
        socket.unshift(Buffer.concat([withoutOffer(req), head]));
        server.emit('connection', socket);
        return;
      }
      const take = takeWebSocket(req);
      if (take) return take(req, socket, head);
      endWith(socket, rawAnswer(404, 'Not Found'));
    });
  });
  server.on('connect', (_req: IncomingMessage, socket: Duplex) => {
    unanswered.afterEarlier(socket, () => endWith(socket, rawAnswer(405, 'Method Not Allowed')));
  });
}
