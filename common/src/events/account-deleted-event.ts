import { z } from 'zod';
import { id, traceparent, version } from './fields.js';
import type { Subjects } from './subjects.js';

export const accountDeletedSchema = z.object({ id, version, traceparent });

/** An account was deleted for good. Auth publishes it. `id` is the account; its sessions end by `session:ended`. */
export interface AccountDeletedEvent {
  subject: Subjects.AccountDeleted;
  data: z.infer<typeof accountDeletedSchema>;
}
