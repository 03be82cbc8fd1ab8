import { describeInBrowser } from './testing/describe-in-browser.js';
import { closeSharedSite, sharedSite } from './testing/shared-site.js';
import { accessibility } from './suites/accessibility.js';
import { address } from './suites/address.js';
import { budget } from './suites/budget.js';
import { down } from './suites/down.js';
import { failing } from './suites/failing.js';
import { locale } from './suites/locale.js';
import { navigating } from './suites/navigating.js';
import { paging } from './suites/paging.js';
import { refreshing } from './suites/refreshing.js';
import { reserving } from './suites/reserving.js';
import { safety } from './suites/safety.js';
import { withoutJavaScript } from './suites/without-javascript.js';

jest.setTimeout(240_000);

/** All suites share one running system, whose start takes longer than most of the tests. */
describeInBrowser('the site', () => {
  afterEach(async () => {
    const site = await sharedSite();
    await site.dismiss();
    // also what the policy has refused: no page asks for it
    expect(site.complaints.splice(0)).toEqual([]);
  });
  afterAll(closeSharedSite);

  describe('accessibility of every page state', accessibility);
  describe('reserving', reserving);
  describe('pages that keep themselves up to date', refreshing);
  describe('lists of many pages', paging);
  describe('in another language', locale);
  describe('going from page to page', navigating);
  describe('without the usual means', withoutJavaScript);
  describe('a site that is attacked', safety);
  describe('whose sign-ins are counted together', address);
  describe('how much there is to load', budget);
  describe('a page that fails', failing);
  describe('while a service is down', down);
});
