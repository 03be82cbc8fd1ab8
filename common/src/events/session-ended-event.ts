import { z } from 'zod';
import { generation, id, traceparent, version } from './fields.js';
import type { Subjects } from './subjects.js';

export const sessionEndedSchema = z
  .object({
    id,
    version,
    userId: id,
    /** The one session that has ended. */
    sessionId: id.optional(),
    /** All sessions of the account that began under a lower generation have ended. */
    generation: generation.optional(),
    /** One of these that goes on all the same. */
    kept: id.optional(),
    traceparent,
  })
  .refine(
    ({ sessionId, generation: ended }) => (sessionId === undefined) !== (ended === undefined),
    'names neither one session nor one generation',
  )
  // the same in the words of JSON Schema
  .meta({ oneOf: [{ required: ['sessionId'] }, { required: ['generation'] }] });

/**
 * A session has ended, or all sessions of an account have but one. Auth publishes it. `id` is the session that was signed
 * out, or else the account.
 */
export interface SessionEndedEvent {
  subject: Subjects.SessionEnded;
  data: z.infer<typeof sessionEndedSchema>;
}
