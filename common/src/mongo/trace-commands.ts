import type { mongo } from 'mongoose';
import { currentSpan } from '../telemetry/trace-context.js';
import { openSpan, type OpenSpan } from '../telemetry/tracing/span.js';

/** Commands of the driver itself. */
const OWN: ReadonlySet<string> = new Set(['hello', 'ping', 'endSessions']);

/**
 * Makes a span of each command that a span causes. It tells the command and the collection, and nothing of the documents.
 * @param client its connections must monitor commands.
 */
export function traceCommands(client: mongo.MongoClient): void {
  const spans = new Map<number, OpenSpan>();
  const end = (requestId: number, failure?: unknown) => {
    spans.get(requestId)?.end(failure);
    spans.delete(requestId);
  };
  client.on('commandStarted', ({ commandName, command, databaseName, requestId }) => {
    const parent = currentSpan();
    if (!parent || OWN.has(commandName)) return;
    const collection: unknown = (command as Record<string, unknown>)[commandName];
    const of = typeof collection === 'string' ? collection : databaseName;
    const span = openSpan(`${commandName} ${of}`, parent, {
      kind: 'client',
      attributes: {
        'db.system.name': 'mongodb',
        'db.namespace': databaseName,
        'db.operation.name': commandName,
        'db.collection.name': of,
      },
    });
    if (span) spans.set(requestId, span);
  });
  client.on('commandSucceeded', ({ requestId }) => end(requestId));
  client.on('commandFailed', ({ requestId, failure }) => end(requestId, failure));
}
