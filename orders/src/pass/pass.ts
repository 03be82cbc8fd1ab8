import { textBytes } from '@ticketing/common/text';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify, type JWTPayload } from 'jose';
import type { OrderFields } from '../models/order.js';
import { PASS_ALGORITHM, type PassKeys } from './pass-keys.js';

/** What a pass says: the holder's order owns this ticket. */
export interface PassClaims extends JWTPayload {
  iss: typeof ISSUER;
  /** The id of the order. There is one pass for each, so a door that has seen it lets nobody else in with it. */
  jti: string;
  ticketId: string;
  /** The title of the ticket, or its beginning. */
  title: string;
  /** When the order was complete, in seconds since 1970. */
  iat: number;
}

const ISSUER = 'ticketing';
/** No other signed text of the system is of this type, so none can stand for a pass (RFC 8725, 3.11). */
const TYPE = 'ticket-pass+jwt';
/** A longer title would make the QR code of a pass too fine for a camera. */
const MOST_TITLE_BYTES = 80;

export type Owned = Pick<OrderFields, 'ticket' | 'completedAt'> & { _id: unknown };

/** The pass of a complete order: a compact JWS. An order has the same one each time. */
export function issuePass(
  keys: PassKeys,
  { _id, ticket, completedAt = new Date(0) }: Owned,
): Promise<string> {
  const claims: PassClaims = {
    iss: ISSUER,
    jti: String(_id),
    ticketId: ticket.id,
    title: beginning(ticket.title, MOST_TITLE_BYTES),
    iat: Math.floor(completedAt.getTime() / 1000),
  };
  return keys.sign(claims, TYPE);
}

/**
 * Checks a pass. This needs the public keys only, and no connection.
 * @throws when it was not signed by one of the keys, or is no pass.
 */
export async function checkPass(token: string, keys: JSONWebKeySet): Promise<PassClaims> {
  const { payload } = await jwtVerify<PassClaims>(token.trim(), createLocalJWKSet(keys), {
    algorithms: [PASS_ALGORITHM],
    issuer: ISSUER,
    typ: TYPE,
    requiredClaims: ['jti', 'ticketId', 'title', 'iat'],
  });
  return payload;
}

/** The text, cut between two characters that a person sees if it has more bytes than this. */
function beginning(text: string, mostBytes: number): string {
  if (textBytes(text) <= mostBytes) return text;
  let kept = '';
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    if (textBytes(`${kept}${segment}…`) > mostBytes) break;
    kept += segment;
  }
  return `${kept}…`;
}
