/**
 * Reads a number of the command line.
 * @param option its name, without dashes.
 * @throws {Error} when the text is no whole number, or a negative one.
 */
export function wholeNumber(option: string, text: string | undefined): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new Error(`--${option} must be a whole number`);
  return number;
}
