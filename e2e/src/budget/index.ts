import { Site } from '../browser/testing/site.js';
import { firstLoads, MOST } from './first-load.js';

/** `npm run budget` prints the figures. A browser test checks the limit. */
async function main(): Promise<void> {
  const site = await Site.open();
  try {
    const { least, pages } = await firstLoads(site);
    console.log(`A minimal site: ${kilobytes(least)}; a page may load ${MOST} × as much:`);
    for (const { name, bytes, ratio } of pages) {
      console.log(`${ratio <= MOST ? '✔' : '✘'} ${name}: ${kilobytes(bytes)}, ${ratio.toFixed(3)} ×`);
      if (ratio > MOST) process.exitCode = 1;
    }
  } finally {
    await site.close();
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

void main();
