import { describeInBrowser } from './testing/describe-in-browser.js';
import { closeSharedSite, sharedSite } from './testing/shared-site.js';
import { reloads } from './suites/deploying/reloads.js';
import { missingFiles } from './suites/deploying/missing-files.js';
import { pageOfAnotherVersion } from './suites/deploying/page-of-another-version.js';
import { postsOfNoForm } from './suites/deploying/posts-of-no-form.js';
import { replacedSite } from './suites/deploying/replaced-site.js';

/** These tests have a file of their own, because they put another site in the place of the running one. */
describeInBrowser('the site while it is deployed', () => {
  afterEach(async () => {
    const site = await sharedSite();
    await site.dismiss();
    expect(site.complaints.splice(0)).toEqual([]);
  });
  afterAll(closeSharedSite);

  describe('a page of another version', pageOfAnotherVersion);
  describe('a post to a page that is no form of it', postsOfNoForm);
  describe('a page with a missing file', missingFiles);
  describe('a page that is loaded anew', reloads);
  describe('another version in its place', replacedSite);
});
