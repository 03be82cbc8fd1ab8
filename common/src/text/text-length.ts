/** Made when the first text comes: it takes much longer to make than to use. */
let segmenter: Intl.Segmenter | undefined;
const encoder = new TextEncoder();

/** How many characters a person sees in `text`: its grapheme clusters (https://www.unicode.org/reports/tr29/). */
export function textLength(text: string): number {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  let length = 0;
  for (const _ of segmenter.segment(text)) length++;
  return length;
}

/** The number of bytes of `text` in UTF-8. */
export function textBytes(text: string): number {
  return encoder.encode(text).length;
}
