import 'server-only';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Sent } from './actions/form-state';
import { endCookie, keepCookie, readCookie } from './site-cookies';

/** Somebody may have to look for a password, or sign up. */
const KEPT_SECONDS = 30 * 60;
/** After signing in the form is shown at once. */
const SHOWN_SECONDS = 5 * 60;
/** A browser keeps about 4096 bytes of a cookie, with its name and attributes. */
const MOST_BYTES = 3_800;
/** Somebody could have changed the cookie: it is not unpacked to more than this. */
const MOST_UNPACKED_BYTES = 64 * 1024;

/** What a form held when its visitor had to sign in. It never holds a password. */
export interface Draft extends Sent {
  /** The path of the form's page. */
  page: string;
  /** The account for which the form was made. */
  account: string;
}

/**
 * Keeps a form in the visitor's browser until they have signed in. The cookie is this site's alone: scripts and other
 * sites can't read it, and a form that it fills in is sent by nobody but the visitor. A title of 200 emojis of
 * several parts fits. A form that does not fit into a cookie is not kept.
 */
export async function keepDraft(draft: Draft): Promise<void> {
  const text = pack(draft);
  if (text.length <= MOST_BYTES) await keepCookie('draft', text, KEPT_SECONDS);
}

/** The form of `page` as it was before its visitor signed in. */
export async function draftOf(page: string): Promise<Draft | undefined> {
  const draft = unpack((await readCookie('draft')) ?? '');
  return draft?.page === page ? draft : undefined;
}

/** Whoever has signed in sees the form now: it need not be kept for long any more. */
export async function endDraftSoon(): Promise<void> {
  const text = await readCookie('draft');
  if (text) await keepCookie('draft', text, SHOWN_SECONDS);
}

export async function forgetDraft(): Promise<void> {
  if ((await readCookie('draft')) !== undefined) await endCookie('draft');
}

/** Writes a draft as a short text that needs no encoding in a cookie. */
export function pack(draft: Draft): string {
  return deflateRawSync(JSON.stringify(draft)).toString('base64url');
}

/** Reads what `pack` wrote; undefined for any other text. */
export function unpack(text: string): Draft | undefined {
  try {
    const packed = Buffer.from(text, 'base64url');
    const draft: unknown = JSON.parse(
      inflateRawSync(packed, { maxOutputLength: MOST_UNPACKED_BYTES }).toString(),
    );
    return isDraft(draft) ? draft : undefined;
  } catch {
    return undefined;
  }
}

function isDraft(value: unknown): value is Draft {
  const { page, account, values, hidden } = (value ?? {}) as Partial<Record<string, unknown>>;
  return typeof page === 'string' && typeof account === 'string' && isTexts(values) && isTexts(hidden);
}

function isTexts(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string')
  );
}
