import { describeInBrowser } from './testing/describe-in-browser.js';
import { closeSharedSite, sharedSite } from './testing/shared-site.js';
import { deploying } from './suites/deploying.js';

/** These tests have a file of their own, because they put another site in the place of the running one. */
describeInBrowser('the site while it is deployed', () => {
  afterEach(async () => {
    const site = await sharedSite();
    await site.dismiss();
    expect(site.complaints.splice(0)).toEqual([]);
  });
  afterAll(closeSharedSite);

  deploying();
});
