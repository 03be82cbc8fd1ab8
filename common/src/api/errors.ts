import { z } from 'zod';

/** What is wrong, in words for the person who made the request. */
export const errorItem = z.object({
  message: z.string().min(1).describe('Plain words for a person.'),
  field: z.string().optional().describe('The field of the request that is wrong.'),
  code: z
    .string()
    .optional()
    .describe(
      'Tells programs why. `SERVICE_OVERLOADED`: very many requests come, and nothing has been done.',
    ),
});

/** The body of every answer that is not a success. */
export const errorBody = z.object({ errors: z.array(errorItem).min(1) });
