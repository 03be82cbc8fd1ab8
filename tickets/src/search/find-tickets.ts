import { beforeIn, type Page } from '@ticketing/common/http';
import { plainDocuments } from '@ticketing/common/mongo';
import type { mongo, Types } from 'mongoose';
import { Ticket } from '../models/ticket.js';
import { type Presentable, SHOWN_FIELDS } from '../routes/present-ticket.js';
import { readSearch, type Search } from './search-words.js';

type Filter = mongo.Filter<mongo.Document>;
type Found = Presentable & { _id: Types.ObjectId };

/** The tickets of a term are counted up to this number. A term with fewer tickets is rare enough to read all of them. */
const COUNTED = 200;
/** If every term has as many, words are counted up to this number. Words that are not rarer usually fill a page soon. */
const WORDS_COUNTED = 1_000;
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

function read(filter: Filter, page: Page): Promise<Found[]> {
  return plainDocuments<mongo.Document>(Ticket)
    .find({ ...filter, ...beforeIn(page) })
    .project<Found>(SHOWN_FIELDS)
    .sort({ _id: -1 })
    .limit(page.limit + 1)
    .toArray();
}

/**
 * The filter of a search. The index is read by the term that the fewest tickets have, and the rest is compared in the
 * tickets that are read.
 * @returns undefined when a term is in no ticket.
 */
export async function searchFilter({ terms, phrases }: Search): Promise<Filter | undefined> {
  const byLength = terms.toSorted((a, b) => b.length - a.length);
  // the parts of one phrase have about as many tickets each, so one of them is as good as another
  const words = byLength.filter((term) => !phrases.some((phrase) => phrase.includes(term)));
  const rarest = await rarestOf(byLength.slice(0, CANDIDATES), words.slice(0, CANDIDATES));
  if (rarest === undefined) return undefined;
  return {
    // MongoDB reads an index by the first of them
    terms: { $all: [rarest, ...byLength.filter((term) => term !== rarest)] },
    // a phrase has only letters, marks and digits, so each stands for itself
    ...(phrases.length > 0 ? { $and: phrases.map((phrase) => ({ unspaced: { $regex: phrase } })) } : {}),
  };
}

/** The term of the fewest tickets, as far as they are counted; undefined when a term is in no ticket. */
async function rarestOf(terms: string[], words: string[]): Promise<string | undefined> {
  if (terms.length === 1) return terms[0];
  const counts = await countsUpTo(COUNTED, terms);
  const least = Math.min(...counts);
  if (least === 0) return undefined;
  if (least < COUNTED || words.length < 2) return terms[counts.indexOf(least)];
  const more = await countsUpTo(WORDS_COUNTED, words);
  return words[more.indexOf(Math.min(...more))];
}

/** How many tickets each term has; counting ends at `limit`. */
function countsUpTo(limit: number, terms: string[]): Promise<number[]> {
  return Promise.all(terms.map((term) => Ticket.countDocuments({ terms: term }, { limit }).exec()));
}

/** One list of several that are in order, without repetition. */
function merged(lists: Found[][], { limit }: Page): Found[] {
  const byId = new Map(lists.flat().map((ticket) => [String(ticket._id), ticket]));
  return [...byId.values()].sort((a, b) => (String(a._id) < String(b._id) ? 1 : -1)).slice(0, limit + 1);
}
