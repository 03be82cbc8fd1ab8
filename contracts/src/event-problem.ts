import { closed, compile } from './compile.js';
import { pathOf, readDocument } from './files.js';
import { resolved } from './resolved.js';
import type { JsonSchema } from './schemas.js';

interface Channel {
  address: string;
  messages: Record<string, { payload: JsonSchema }>;
}

let checks: Map<string, (data: unknown) => string | undefined> | undefined;

/**
 * Holds an event against `asyncapi.yaml`. An event may have no field that the document does not name.
 * @param subject the channel that it was published to.
 * @param data the parsed body.
 * @returns what is wrong with it, or undefined.
 */
export function eventProblem(subject: string, data: unknown): string | undefined {
  checks ??= read();
  const check = checks.get(subject);
  return check ? check(data) : `asyncapi.yaml has no channel ${subject}`;
}

function read() {
  const { channels } = resolved(readDocument(pathOf('asyncapi.yaml'))) as {
    channels: Record<string, Channel>;
  };
  return new Map(
    Object.values(channels).map(({ address, messages }) => {
      const [message] = Object.values(messages);
      return [address, compile(closed(message!.payload))];
    }),
  );
}
