/** Every digit of every numbering system that `Intl` writes, with its value. */
let digits: Map<string, string> | undefined;

function allDigits(): Map<string, string> {
  return new Map(
    Intl.supportedValuesOf('numberingSystem').flatMap((system) => {
      const format = new Intl.NumberFormat(`en-u-nu-${system}`, { useGrouping: false });
      return Array.from({ length: 10 }, (_, value) => [format.format(value), String(value)] as const);
    }),
  );
}

/**
 * The text of a number with the digits 0 to 9, plain spaces, apostrophes, commas and minus signs, in lower case and
 * without the marks that only steer the direction of writing.
 */
export function plainText(text: string): string {
  digits ??= allDigits();
  const plain = [...text.normalize('NFKC')]
    .map((character) => digits!.get(character) ?? character)
    .join('')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s/gu, ' ')
    .replace(/[’‘ʼ`´]/gu, "'")
    .replace(/\p{Pd}|−/gu, '-')
    .toLowerCase();
  // somebody who writes both commas means two things by them, as in ١,٠٠٠،٠٠
  return plain.includes(',') ? plain : plain.replace(/[،⹁]/gu, ',');
}
