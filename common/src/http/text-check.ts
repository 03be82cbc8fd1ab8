import { body, type ValidationChain } from 'express-validator';
import { readText, type TextRule } from '../text/index.js';

/**
 * Checks a text of a request by its rule, and puts it into the form in which it is stored. So `matchedData` has the clean
 * text.
 * @param chain the field; without it, the field of the body that the rule names.
 */
export function textCheck(rule: TextRule, chain: ValidationChain = body(rule.field)): ValidationChain {
  return chain
    .custom((value: unknown) => {
      const read = readText(value, rule);
      if (!read.ok) throw new Error(read.message);
      return true;
    })
    .bail()
    .customSanitizer((value: unknown) => {
      const read = readText(value, rule);
      return read.ok ? read.text : value;
    });
}
