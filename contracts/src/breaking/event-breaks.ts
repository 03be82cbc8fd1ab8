import { resolved } from '../resolved.js';
import type { JsonSchema } from '../schemas.js';
import { schemaBreaks } from './schema-breaks.js';

interface Channel {
  address: string;
  messages: Record<string, { payload: JsonSchema }>;
}

/**
 * What a change of `asyncapi.yaml` breaks. During a deployment, and for every event that the bus still has, old listeners read
 * new events and new listeners read old ones. So a schema may get neither wider nor narrower: what is left is a new field that
 * may be missing.
 */
export function eventBreaks(before: object, now: object): string[] {
  const [was, is] = [payloadsOf(before), payloadsOf(now)];
  return [...was].flatMap(([subject, payload]) => {
    const other = is.get(subject);
    if (!other) return [`${subject} is gone`];
    return [
      ...new Set([
        ...schemaBreaks(payload, other, 'reader', subject),
        ...schemaBreaks(payload, other, 'sender', subject),
      ]),
    ];
  });
}

function payloadsOf(document: object): Map<string, JsonSchema> {
  const channels = resolved((document as { channels: Record<string, Channel> }).channels, document);
  return new Map(
    Object.values(channels).map(({ address, messages }) => [address, Object.values(messages)[0]!.payload]),
  );
}
