import { describeInBrowser } from './testing/describe-in-browser.js';
import { closeSharedSite, sharedSite } from './testing/shared-site.js';
import { owning } from './suites/owning.js';

jest.setTimeout(240_000);

describeInBrowser('owning a ticket', () => {
  afterEach(async () => {
    const site = await sharedSite();
    expect(site.complaints.splice(0)).toEqual([]);
  });
  afterAll(closeSharedSite);
  owning();
});
