/** How a ticket names its seat, in each language. */
const SEATS = {
  en: (row, seat) => `row ${letter(row)}, seat ${seat}`,
  es: (row, seat) => `fila ${row}, asiento ${seat}`,
  pt: (row, seat) => `fila ${row}, lugar ${seat}`,
  fr: (row, seat) => `rang ${letter(row)}, place ${seat}`,
  de: (row, seat) => `Reihe ${row}, Platz ${seat}`,
  pl: (row, seat) => `rząd ${row}, miejsce ${seat}`,
  cs: (row, seat) => `řada ${row}, sedadlo ${seat}`,
  el: (row, seat) => `σειρά ${row}, θέση ${seat}`,
  ru: (row, seat) => `ряд ${row}, место ${seat}`,
  uk: (row, seat) => `ряд ${row}, місце ${seat}`,
  ja: (row, seat) => `${row}列${seat}番`,
  zh: (row, seat) => `${row}排${seat}座`,
  ko: (row, seat) => `${row}열 ${seat}번`,
  ar: (row, seat) => `صف ${row}، مقعد ${seat}`,
  he: (row, seat) => `שורה ${row}, כיסא ${seat}`,
  hi: (row, seat) => `पंक्ति ${row}, सीट ${seat}`,
  vi: (row, seat) => `hàng ${row}, ghế ${seat}`,
  tr: (row, seat) => `${row}. sıra, ${seat}. koltuk`,
} satisfies Record<string, (row: number, seat: number) => string>;

export type Language = keyof typeof SEATS;

export const ROWS = 26;
export const SEATS_OF_ROW = 40;

/** @param row from 1 to `ROWS` */
export function seatText(language: Language, row: number, seat: number): string {
  return SEATS[language](row, seat);
}

const letter = (row: number) => String.fromCharCode('A'.charCodeAt(0) + row - 1);
