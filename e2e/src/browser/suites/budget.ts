import { firstLoads, MOST } from '../../budget/first-load.js';
import { sharedSite } from '../testing/shared-site.js';

export function budget(): void {
  it('has little more JavaScript on each main page than the least site there can be', async () => {
    const { least, pages } = await firstLoads(await sharedSite());
    const figures = pages.map(({ name, ratio }) => `${name} ${ratio.toFixed(3)} ×`);
    process.stdout.write(`JavaScript beside ${(least / 1000).toFixed(1)} kB: ${figures.join(', ')}\n`);
    expect(pages.filter(({ ratio }) => ratio > MOST || ratio < 1)).toEqual([]);
  });
}
