import { describeInBrowser } from './testing/describe-in-browser.js';
import { closeSharedSite, sharedSite } from './testing/shared-site.js';
import { account } from './suites/account.js';
import { address } from './suites/address.js';
import { down } from './suites/down.js';
import { ending } from './suites/ending.js';
import { failing } from './suites/failing.js';
import { locale } from './suites/locale.js';
import { midway } from './suites/midway.js';
import { navigating } from './suites/navigating.js';
import { prices } from './suites/prices.js';
import { repeating } from './suites/repeating.js';
import { reserving } from './suites/reserving.js';
import { safety } from './suites/safety.js';
import { searching } from './suites/searching.js';
import { seen } from './suites/seen.js';
import { whosePage } from './suites/whose-page.js';
import { texts } from './suites/texts.js';
import { withoutJavaScript } from './suites/without-javascript.js';

/**
 * What people do on the site. All suites share one running system, because its start takes longer than most of the tests.
 * How the pages look and keep up to date is in `pages.test.ts`, so that the two files run side by side.
 */
describeInBrowser('the site', () => {
  afterEach(async () => {
    const site = await sharedSite();
    await site.dismiss();
    // the policy refused nothing either, because no page asks for anything that it forbids
    expect(site.complaints.splice(0)).toEqual([]);
  });
  afterAll(closeSharedSite);

  describe('reserving', reserving);
  describe('acting on what was seen', seen);
  describe('repeating what got no answer', repeating);
  describe('signing in midway', midway);
  describe('whose page this is', whosePage);
  describe('the own account', account);
  describe('in another language', locale);
  describe('prices that people type', prices);
  describe('texts of people in every script', texts);
  describe('searching', searching);
  describe('going from page to page', navigating);
  describe('without JavaScript or a mouse', withoutJavaScript);
  describe('a site that is attacked', safety);
  describe('counting sign-ins', address);
  describe('orders that have ended', ending);
  describe('a page that fails', failing);
  describe('while a service is down', down);
});
