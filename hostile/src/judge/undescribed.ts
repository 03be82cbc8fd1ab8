import { answerProblem } from '@ticketing/contracts';
import type { Hostile } from '../hostile.js';
import { type Answer, valuesOf } from '../send/answer-reader.js';

/** The method and the target of the first request in some bytes, if they begin with one. A fragment is no part of a path. */
const REQUEST_LINE = /^(?:\r?\n)*([^\s\0]+) (\/[^\s\0#]*)\S* HTTP\/1\.[01]\r?\n/;
const OFFERS_WEBSOCKET = /\nupgrade: *websocket\r?\n/i;

/**
 * What `openapi.yaml` does not say about the answer. A method or path that it does not have must be refused. So must the offer
 * of a WebSocket, whatever its path. Bytes that begin with no request ask for no operation.
 */
export function undescribed({ pieces }: Pick<Hostile, 'pieces'>, answer: Answer): string | undefined {
  const sent = Buffer.concat(pieces).toString('latin1');
  const [, method, path] = REQUEST_LINE.exec(sent) ?? [];
  if (method === undefined || path === undefined || tellsMethods(method, answer)) return undefined;
  return answerProblem({
    method: OFFERS_WEBSOCKET.test(sent) ? 'WEBSOCKET' : method,
    path,
    status: answer.status,
    header: (name) => valuesOf(answer, name)[0],
    text: answer.body,
  });
}

/** Express answers `OPTIONS` by itself, with the methods of the path and nothing else. */
function tellsMethods(method: string, answer: Answer): boolean {
  const [allow] = valuesOf(answer, 'allow');
  return method === 'OPTIONS' && answer.status === 200 && allow !== undefined && answer.body === allow;
}
