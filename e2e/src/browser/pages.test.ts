import { describeInBrowser } from './testing/describe-in-browser.js';
import { closeSharedSite, sharedSite } from './testing/shared-site.js';
import { accessibility } from './suites/accessibility.js';
import { budget } from './suites/budget.js';
import { paging } from './suites/paging.js';
import { refreshing } from './suites/refreshing.js';

/** How the pages of the site look, what they weigh, and how they keep up to date. */
describeInBrowser('the pages of the site', () => {
  afterEach(async () => {
    const site = await sharedSite();
    await site.dismiss();
    // the policy refused nothing either, because no page asks for anything that it forbids
    expect(site.complaints.splice(0)).toEqual([]);
  });
  afterAll(closeSharedSite);

  describe('accessibility of every page state', accessibility);
  describe('pages that keep themselves up to date', refreshing);
  describe('long lists', paging);
  describe('the JavaScript budget', budget);
});
