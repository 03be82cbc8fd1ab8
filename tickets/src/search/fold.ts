import { asciiDigits } from './ascii-digits.js';
import ASCIIFolder from 'fold-to-ascii';

/** Marks that people leave out when they type. The vowels of other scripts are marks too, and people type those. */
const LEFT_OUT =
  /(?=\p{M})[\p{Script=Inherited}\p{Script=Latin}\p{Script=Greek}\p{Script=Coptic}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\u093c]/gu;

/** Marks that make another letter, which has its own key: й, ў and ї, and the voiced kana. */
const OWN_LETTERS = /[иу]\u0306|і\u0308|[\u3040-\u30ff][\u3099\u309a]/gu;

/** Letters of one sound, and forms that a letter has at the end of a word. A beginning of a word must stay one. */
const SAME: Record<string, string> = {
  ...{ ς: 'σ', ə: 'e' },
  ...{ ך: 'כ', ם: 'מ', ן: 'נ', ף: 'פ', ץ: 'צ' },
  ...{ ٱ: 'ا', ى: 'ي', ی: 'ي', ے: 'ي', ک: 'ك', ہ: 'ه', ة: 'ه', ـ: '' },
};
const SAME_LETTERS = new RegExp(`[${Object.keys(SAME).join('')}]`, 'gu');

/**
 * A text in the form in which searches compare it, as people type it: lower case, without accents and without
 * characters that show nothing, with the letters of ASCII for other Latin letters (Ł, ß, Æ …), with the digits 0 to 9,
 * hiragana for katakana, and without the compatibility forms of Unicode (full width, superscripts, ligatures …). Apostrophes that
 * Unicode counts as letters are dropped.
 */
export function fold(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\u02b9-\u02df]/gu, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(OWN_LETTERS, (letter) => letter.normalize('NFC'))
    .replace(LEFT_OUT, '')
    .replace(/[\u30a1-\u30f6\u30fd\u30fe]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(SAME_LETTERS, (letter) => SAME[letter]!)
    .replace(/(?!\p{ASCII})\p{Script=Latin}/gu, (letter) =>
      ASCIIFolder.foldMaintaining(letter).toLowerCase(),
    );
  return asciiDigits(plain).normalize('NFC');
}
