import { firstLoads, MOST } from '../../budget/first-load.js';
import { sharedSite } from '../testing/shared-site.js';

export function budget(): void {
  it('each main page loads little more JavaScript than a minimal site', async () => {
    const { least, pages } = await firstLoads(await sharedSite());
    const figures = pages.map(({ name, ratio }) => `${name} ${ratio.toFixed(3)} ×`);
    process.stdout.write(`JavaScript beside ${(least / 1000).toFixed(1)} kB: ${figures.join(', ')}\n`);
    expect(pages.filter(({ ratio }) => ratio > MOST || ratio < 1)).toEqual([]);
  });
}
