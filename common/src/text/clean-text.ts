import { ENDS, NEVER_SEEN, REPEATED_JOINERS, STRAY_JOINERS, STRAY_SELECTORS } from './characters.js';

/**
 * The one form of a text in which it is stored and compared: in Unicode's form NFC, without white space and invisible
 * characters at its ends, and without characters that show nothing (soft hyphens, zero width spaces, direction marks,
 * fillers, tags …). Joiners and variation selectors stay where a script or an emoji needs them. The result of a clean text
 * is the same text.
 *
 * It refuses nothing. `readText` says whether a text may be stored.
 */
export function cleanText(text: string): string {
  const clean = dropUnseen(text.normalize()).replace(ENDS, '').normalize();
  // marks that a dropped character kept apart can change places, and then a joiner may be needed no more
  return clean === text ? text : cleanText(clean);
}

/** `text` without the characters that show nothing and that it does not need. */
export function dropUnseen(text: string): string {
  return text
    .replace(NEVER_SEEN, '$1')
    .replace(STRAY_SELECTORS, '')
    .replace(REPEATED_JOINERS, '')
    .replace(STRAY_JOINERS, '');
}
