import { SEARCH_WORDS } from '@ticketing/common/text';

/** A list shows this many items at first, and as many more with each step. */
export const STEP = 24;
/** The API gives at most this many items at once. To see more, the visitor goes on to a next page. */
const MOST = 96;
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

export interface ListQuery {
  /** The words that are searched for, in a list that can be searched. */
  q?: string;
  cursor?: string;
  /** The number of items that the page shows. */
  limit: number;
}

type Params = Record<string, string | string[] | undefined>;

/** Reads the paging of a list out of its address. Anything else in the address is ignored. */
export function readPaging(params: Params): ListQuery {
  const show = one(params, 'show');
  const cursor = one(params, 'cursor');
  const limit = /^\d{1,3}$/.test(show) ? Number(show) : STEP;
  return {
    limit: Math.min(MOST, Math.max(STEP, Math.ceil(limit / STEP) * STEP)),
    ...(cursor && { cursor }),
  };
}

/** The same for a list that can be searched. */
export function readListQuery(params: Params): ListQuery & { q: string } {
  return { q: firstCharacters(one(params, 'q').trim(), SEARCH_WORDS.max), ...readPaging(params) };
}

/** Whether there is something in a search that the API compares. Without it a search finds nothing. */
export function hasWords(q: string): boolean {
  return /[\p{L}\p{N}]/u.test(q.normalize('NFKD'));
}

/** The query part of the address that shows the list so: `?q=…`, or nothing for the first page of all. */
export function listSearch({ q = '', cursor = '', limit }: ListQuery): string {
  const given = { q, cursor, show: limit === STEP ? '' : String(limit) };
  const search = new URLSearchParams(Object.entries(given).filter(([, value]) => value !== '')).toString();
  return search && `?${search}`;
}

/** The query that shows more: a longer page while the API gives that many at once, then the page at `cursor`. */
export function moreOf(query: ListQuery, cursor: string): ListQuery {
  if (query.limit < MOST) return { ...query, limit: query.limit + STEP };
  return { ...query, cursor, limit: STEP };
}

/** A parameter that is given once. A repeated one counts as not given. */
function one(params: Params, name: string): string {
  const value = params[name];
  return typeof value === 'string' ? value : '';
}

/** The beginning of a text, up to `count` characters as a person sees them. The API counts them so, too. */
function firstCharacters(text: string, count: number): string {
  if (text.length <= count) return text;
  let [end, left] = [0, count];
  for (const { index, segment } of characters.segment(text)) {
    if (left-- === 0) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
