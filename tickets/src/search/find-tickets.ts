import type { Page } from '@ticketing/common/http';
import type { FilterQuery, Types } from 'mongoose';
import { Ticket, type TicketFields } from '../models/ticket.js';
import { type Presentable, SHOWN } from '../routes/present-ticket.js';
import { readSearch, type Search } from './search-words.js';

type Filter = FilterQuery<TicketFields>;
type Found = Presentable & { _id: Types.ObjectId };

/**
 * The tickets of a term are counted up to the first number, and up to the second one if every term has as many. A term with
 * fewer tickets is rare enough to read all of them. Words that are not rarer usually fill a page soon.
 */
const COUNTED = [200, 5_000];
/** So many terms of one search are counted. */
const CANDIDATES = 8;

/**
 * The tickets that match `whose` and what was typed into a search, newest first: up to `limit + 1`, for `sendPage`.
 * Without letters and digits a search finds nothing.
 */
export async function findTickets(whose: Filter, page: Page, typed?: string): Promise<Found[]> {
  const searches = typed === undefined ? [{}] : await Promise.all(readSearch(typed).map(searchFilter));
  const lists = await Promise.all(
    searches.filter((search) => search !== undefined).map((search) => read({ ...whose, ...search }, page)),
  );
  const [only = []] = lists;
  return lists.length > 1 ? merged(lists, page) : only;
}

function read(filter: Filter, { before, limit }: Page): Promise<Found[]> {
  return Ticket.find({ ...filter, ...(before ? { _id: { $lt: before } } : {}) })
    .select(SHOWN)
    .sort({ _id: -1 })
    .limit(limit + 1)
    .lean();
}

/**
 * The filter of a search. The index is read by the term that the fewest tickets have, and the rest is compared in the
 * tickets that are read.
 * @returns undefined when a term is in no ticket.
 */
export async function searchFilter({ terms, phrases }: Search): Promise<Filter | undefined> {
  const byLength = terms.toSorted((a, b) => b.length - a.length);
  const rarest = await rarestOf(byLength.slice(0, CANDIDATES));
  if (rarest === undefined) return undefined;
  return {
    // MongoDB reads an index by the first of them
    terms: { $all: [rarest, ...byLength.filter((term) => term !== rarest)] },
    // a phrase has only letters, marks and digits, so each stands for itself
    ...(phrases.length > 0 ? { $and: phrases.map((phrase) => ({ unspaced: { $regex: phrase } })) } : {}),
  };
}

/** The term of the fewest tickets; undefined when one of the terms is in no ticket. */
async function rarestOf(terms: string[]): Promise<string | undefined> {
  if (terms.length === 1) return terms[0];
  for (const limit of COUNTED) {
    const counts = await Promise.all(
      terms.map((term) => Ticket.countDocuments({ terms: term }, { limit }).exec()),
    );
    const least = Math.min(...counts);
    if (least === 0) return undefined;
    if (least < limit) return terms[counts.indexOf(least)];
  }
  return terms[0];
}

/** One list of several that are in order, without repetition. */
function merged(lists: Found[][], { limit }: Page): Found[] {
  const byId = new Map(lists.flat().map((ticket) => [String(ticket._id), ticket]));
  return [...byId.values()].sort((a, b) => (String(a._id) < String(b._id) ? 1 : -1)).slice(0, limit + 1);
}
