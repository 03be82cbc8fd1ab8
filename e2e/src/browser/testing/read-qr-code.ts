import jsQR from 'jsqr';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';

/** Reads the QR code that a page shows, from a picture of it, as a camera would. */
export async function readQrCode(page: Page): Promise<string> {
  const png = PNG.sync.read(await page.locator('.qr-code').screenshot());
  const pixels = new Uint8ClampedArray(png.data.buffer, png.data.byteOffset, png.data.length);
  // a door's reader may not know white on dark
  const code = jsQR(pixels, png.width, png.height, { inversionAttempts: 'dontInvert' });
  if (!code) throw new Error('there is no QR code to read');
  return code.data;
}
