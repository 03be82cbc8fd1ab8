import type { Request } from 'express';
import { header, type ValidationChain } from 'express-validator';

/** An entity tag (RFC 9110, 8.8.3). A header field is read as Latin-1. */
const TAG = /^(W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

/** The check of the header field `If-Match`. */
export function ifMatchCheck(): ValidationChain {
  return header('if-match', 'If-Match must be * or entity tags such as "abc", with commas between them')
    .optional()
    .custom((value: unknown) => typeof value === 'string' && (value === '*' || tagsOf(value) !== undefined));
}

/**
 * Reads `If-Match` (RFC 9110, 13.1.1) of a checked request.
 * @returns says whether a tag is one of those that the field names; undefined when there is no such field.
 */
export function readIfMatch(req: Request): ((tag: string) => boolean) | undefined {
  const value = req.get('if-match');
  if (value === undefined) return undefined;
  if (value === '*') return () => true;
  // a weak tag is never equal to a strong one: it stands for something similar only
  const tags = new Set(tagsOf(value));
  return (tag) => tags.has(tag);
}

/** The tags of a list; undefined when it is malformed. A tag may hold commas, and elements of a list may be empty. */
function tagsOf(list: string): string[] | undefined {
  const elements = list.match(/(?:"[^"]*"|[^",])+/g) ?? [];
  const tags = elements.map((element) => element.trim()).filter((element) => element !== '');
  const quotes = list.match(/"/g)?.length ?? 0;
  return tags.length > 0 && quotes === 2 * tags.length && tags.every((tag) => TAG.test(tag))
    ? tags
    : undefined;
}
