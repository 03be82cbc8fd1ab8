import { describeInBrowser } from './testing/describe-in-browser.js';
import { closeSharedSite, sharedSite } from './testing/shared-site.js';
import { buying } from './suites/buying.js';
import { notBuying } from './suites/not-buying.js';
import { owning } from './suites/owning.js';
import { payingSafely } from './suites/paying-safely.js';

/** These tests have a system of their own, because they stop its payments. */
describeInBrowser('paying on the site', () => {
  afterEach(async () => {
    const site = await sharedSite();
    await site.dismiss();
    // the policy refused nothing: the card form loads from where it may
    expect(site.complaints.splice(0)).toEqual([]);
  });
  afterAll(closeSharedSite);

  describe('a ticket is bought', buying);
  describe('a payment that does not succeed', notBuying);
  describe('a ticket that somebody owns', owning);
  describe('what pages show and keep to themselves', payingSafely);
});
