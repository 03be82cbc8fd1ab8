import { z } from 'zod';
import { id } from '../events/fields.js';
import { priceProblem } from '../money/index.js';
import { idBefore, readText, type TextRule, TITLE } from '../text/index.js';

export { amount, currency, id, instant, price, title, version } from '../events/fields.js';

/**
 * A text that somebody sends and that is stored. `readText` has the whole rule; a document can only say its outer limits.
 * One character that a person sees can be many in a program, so `max` of the rule is no limit of the length of the text.
 */
export const newText = (rule: TextRule) =>
  z
    .string()
    .min(rule.min)
    .refine((text) => readText(text, rule).ok, 'breaks the rule for texts')
    .describe(
      `${rule.min} to ${rule.max} characters as people count them, and at most ${rule.maxBytes} bytes of UTF-8. ` +
        'One line, with something to see, and without control characters.',
    );

/** The title that a seller gives a ticket. A title of an older ticket may break the rule. */
export const newTitle = newText(TITLE);

/** The price that a seller asks for. A ticket that was listed under an older rule may have another one. */
export const newPrice = z
  .number()
  .min(0.5)
  .max(999_999.99)
  .refine((price) => priceProblem(price) === undefined, 'is no price')
  .describe('Dollars, with at most two decimals. A card can be charged no less and no more.');

/** An id in a request. */
export const sentId = id;

/** A text that is compared and never stored anew, such as a password that was chosen before. */
export const sentText = z.string().min(1);

/** The parameters of a list that comes in pages. */
export const pageQuery = {
  limit: z.int().min(1).max(100).optional().describe('The most items of a page. 50 when it is missing.'),
  cursor: z
    .string()
    .refine((cursor) => id.safeParse(idBefore(cursor)).success, 'is from no `Link`')
    .optional()
    .describe('From the header field `Link` of the previous page.'),
};

/** The answer that is a page of a list. */
export const pageAnswer = <Item extends z.ZodType>(things: string, item: Item) =>
  ({
    description: `A page of ${things}. \`Link\` names the next page, if there is one.`,
    body: z.array(item).max(100),
    maybeHeaders: ['link'],
  }) as const;
