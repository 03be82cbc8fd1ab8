const known = new Map<string, string>();

/**
 * `text` with the digits 0 to 9 in place of the decimal digits of every script. The digits of a script are ten code points
 * in a row, from zero on, and several scripts may follow each other: https://www.unicode.org/versions/latest/core-spec/chapter-4/#G134153
 */
export function asciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    const value = known.get(digit) ?? valueOf(digit.codePointAt(0)!);
    known.set(digit, value);
    return value;
  });
}

function valueOf(digit: number): string {
  let first = digit;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return String((digit - first) % 10);
}
