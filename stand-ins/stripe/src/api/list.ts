import { invalidRequest, missing } from '../errors.js';
import { ok, type Answer } from './call.js';
import type { Params } from './params.js';

const DEFAULT_LIMIT = 10;
const LARGEST_LIMIT = 100;

interface Listed {
  id: string;
  created: number;
}

export interface Page {
  limit: number;
  startingAfter: string | undefined;
  endingBefore: string | undefined;
  isInRange: (record: Listed) => boolean;
}

/** Reads `limit`, `starting_after`, `ending_before` and `created`. */
export function readPage(params: Params): Page {
  const limit = params.integer('limit') ?? DEFAULT_LIMIT;
  if (limit < 1 || limit > LARGEST_LIMIT)
    throw invalidRequest(`This value must be between 1 and ${LARGEST_LIMIT}.`, { param: 'limit' });
  const startingAfter = params.text('starting_after');
  const endingBefore = params.text('ending_before');
  if (startingAfter !== undefined && endingBefore !== undefined)
    throw invalidRequest('You may only specify one of these parameters: starting_after, ending_before.');
  return { limit, startingAfter, endingBefore, isInRange: readRange(params) };
}

/** `records` are the oldest first; the answer has the newest first. `kind` is the resource's name in messages. */
export function listPage(
  records: readonly Listed[],
  { limit, startingAfter, endingBefore, isInRange }: Page,
  { kind, url }: { kind: string; url: string },
): Answer {
  const newestFirst = records.filter(isInRange).reverse();
  const position = (id: string, param: string) => {
    const index = newestFirst.findIndex((record) => record.id === id);
    if (index < 0) throw missing(kind, id, param);
    return index;
  };
  if (endingBefore !== undefined) {
    const end = position(endingBefore, 'ending_before');
    const start = Math.max(0, end - limit);
    return answer(newestFirst.slice(start, end), start > 0, url);
  }
  const start = startingAfter === undefined ? 0 : position(startingAfter, 'starting_after') + 1;
  return answer(newestFirst.slice(start, start + limit), start + limit < newestFirst.length, url);
}

function answer(data: readonly Listed[], has_more: boolean, url: string): Answer {
  return ok({ object: 'list', data, has_more, url });
}

function readRange(params: Params): Page['isInRange'] {
  if (!params.has('created')) return () => true;
  if (params.isText('created')) {
    const exact = params.integer('created');
    return ({ created }) => created === exact;
  }
  const range = params.nested('created');
  const [gt, gte, lt, lte] = ['gt', 'gte', 'lt', 'lte'].map((name) => range?.integer(name));
  range?.refuseOthers();
  return ({ created }) =>
    (gt === undefined || created > gt) &&
    (gte === undefined || created >= gte) &&
    (lt === undefined || created < lt) &&
    (lte === undefined || created <= lte);
}
