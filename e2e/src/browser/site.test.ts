import { describeInBrowser } from './testing/describe-in-browser.js';
import { closeSharedSite, sharedSite } from './testing/shared-site.js';
import { accessibility } from './suites/accessibility.js';
import { address } from './suites/address.js';
import { budget } from './suites/budget.js';
import { down } from './suites/down.js';
import { ending } from './suites/ending.js';
import { failing } from './suites/failing.js';
import { locale } from './suites/locale.js';
import { midway } from './suites/midway.js';
import { navigating } from './suites/navigating.js';
import { paging } from './suites/paging.js';
import { prices } from './suites/prices.js';
import { refreshing } from './suites/refreshing.js';
import { repeating } from './suites/repeating.js';
import { reserving } from './suites/reserving.js';
import { safety } from './suites/safety.js';
import { searching } from './suites/searching.js';
import { seen } from './suites/seen.js';
import { whosePage } from './suites/whose-page.js';
import { texts } from './suites/texts.js';
import { withoutJavaScript } from './suites/without-javascript.js';

jest.setTimeout(240_000);

/** All suites share one running system, because its start takes longer than most of the tests. */
describeInBrowser('the site', () => {
  afterEach(async () => {
    const site = await sharedSite();
    await site.dismiss();
    // the policy refused nothing either, because no page asks for anything that it forbids
    expect(site.complaints.splice(0)).toEqual([]);
  });
  afterAll(closeSharedSite);

  describe('accessibility of every page state', accessibility);
  describe('reserving', reserving);
  describe('acting on what was seen', seen);
  describe('repeating what got no answer', repeating);
  describe('signing in midway', midway);
  describe('whose page this is', whosePage);
  describe('pages that keep themselves up to date', refreshing);
  describe('long lists', paging);
  describe('in another language', locale);
  describe('prices that people type', prices);
  describe('texts of people in every script', texts);
  describe('searching', searching);
  describe('going from page to page', navigating);
  describe('without JavaScript or a mouse', withoutJavaScript);
  describe('a site that is attacked', safety);
  describe('counting sign-ins', address);
  describe('the JavaScript budget', budget);
  describe('orders that have ended', ending);
  describe('a page that fails', failing);
  describe('while a service is down', down);
});
