import type * as fc from 'fast-check';
import type { Cast } from '../cast/cast.js';
import { bytesOf, type Draft, withHeader } from '../draft.js';
import type { Hostile } from '../hostile.js';
import { multipart } from '../routes/site-targets.js';
import type { Target } from '../routes/target.js';

/** What a kind knows of the running system. */
export interface World {
  /** Host and port, as in the header `Host` of a browser. */
  host: string;
  port: number;
  cast: Cast;
  /** Whether the system has the site: without it there are no pages. */
  hasSite: boolean;
}

/** A kind of hostile requests. */
export interface Kind {
  name: string;
  /** Whether requests of this kind can be made for a route. */
  suits: (target: Target) => boolean;
  /** @param unique is in what the request would make, if it were taken. */
  draw: (target: Target, world: World, unique: string) => fc.Arbitrary<Hostile>;
  /** How often it comes beside the others; once when it is missing. */
  weight?: number;
  /** Requests of this kind are sent one at a time, and after each of them people look whether they get their own answers. */
  isAlone?: boolean;
}

/** The request that would be taken, with the session of the person who may send it. */
export function honest(target: Target, world: World, unique: string): Draft {
  return as(target.as, ofThisSite(target, world, unique), world);
}

/** The request with the session of a person, or with none. */
export function as(person: Target['as'], draft: Draft, { cast }: World): Draft {
  return person ? withHeader(draft, 'Cookie', cast.people[person].cookie) : draft;
}

/** The request without a session, as a page of this site would send it. */
export function ofThisSite(target: Target, { host, cast }: World, unique: string): Draft {
  const draft = target.draft(cast, unique);
  if (target.type !== 'changes' && target.type !== 'action') return draft;
  return withHeader(withHeader(draft, 'Origin', `http://${host}`), 'Sec-Fetch-Site', 'same-origin');
}

/** A request for the route that changes nothing, because it lacks what the route needs. A kind adds what is hostile. */
export function idle(target: Target, world: World, unique: string): Draft {
  const draft = ofThisSite(target, world, unique);
  if (target.as || draft.body === undefined) return draft;
  return { ...draft, body: target.type === 'action' ? multipart({ 0: '["$undefined","$K1"]' }) : '{}' };
}

/** What must not come of a variation of an honest request. */
export function mustOf({ type }: Target): Hostile['must'] {
  return type === 'reads' || type === 'page' ? 'do no harm' : 'be refused';
}

export function hostile(draft: Draft, { host }: World, rest: Omit<Hostile, 'pieces'>): Hostile {
  return { pieces: [bytesOf(draft, host)], ...rest };
}

export const changesByJson = ({ type }: Target): boolean => type === 'changes';
export const hasBody = ({ type }: Target): boolean => type === 'changes' || type === 'action';
