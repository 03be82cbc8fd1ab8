import { encode } from 'uqr';

export interface QrCode {
  /** The number of modules on each side, with the quiet zone. */
  size: number;
  /** The dark modules, as the path of an SVG in which a module is one unit wide. */
  path: string;
}

/** The empty edge that a reader needs: four modules (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/** A QR code that can be read when up to 15 % of it is damaged (level M). */
export function qrCode(text: string): QrCode {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET_ZONE });
  return { size, path: data.map((row, y) => rowPath(row, y)).join('') };
}

function rowPath(row: boolean[], y: number): string {
  const runs = row
    .map((dark) => (dark ? '1' : '0'))
    .join('')
    .matchAll(/1+/g);
  return [...runs].map(({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`).join('');
}
