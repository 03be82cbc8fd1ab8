import type { Cast } from '../cast/cast.js';
import type { PersonName } from '../cast/person.js';
import type { Draft } from '../draft.js';

/** The rule that a field of a body follows. A kind knows values that break the rule. */
export type FieldRule = 'title' | 'price' | 'id' | 'email' | 'password' | 'seen';

/** A route that requests are sent to, with a request that the route would take. */
export interface Target {
  /** Such as `PUT /api/tickets/:id`, `page /orders/[id]` or `action payAction`. */
  route: string;
  /** `page` reads a page of the site, `action` runs a server action, `private` is for operators inside the system. */
  type: 'reads' | 'changes' | 'webhook' | 'page' | 'action' | 'private';
  /** The person who may send the request; nobody needs to be signed in when it is missing. */
  as?: PersonName;
  /** The request names something that belongs to that person alone, so everybody else must be refused. */
  isOwn?: true;
  /** It is answered as done without a session as well, and then does nothing. */
  needsNoSession?: true;
  /** The answer to everybody else is an empty list. */
  isList?: true;
  /** An action that needs nothing but a session. */
  hasNoFields?: true;
  /** The fields of the JSON body. */
  fields?: Readonly<Record<string, FieldRule>>;
  /** The names of the query. */
  query?: readonly string[];
  /** The request, without cookies. It would be taken, so a variation of it that is taken shows. */
  draft: (cast: Cast, unique: string) => Draft;
}
