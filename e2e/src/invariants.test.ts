import { everyReservationEnds } from './invariants/every-reservation-ends.js';
import { neverTheWrongOne } from './invariants/never-the-wrong-one.js';
import { nothingForgotten } from './invariants/nothing-forgotten.js';
import { oneBuyer } from './invariants/one-buyer.js';
import { closeSharedSystem, sharedSystem } from './invariants/shared-system.js';
import { whatWasSeen } from './invariants/what-was-seen.js';
import { everythingIsUp } from './testing/everything-is-up.js';

// processes that an earlier test killed may still be starting
beforeEach(async () => everythingIsUp((await sharedSystem()).running.system));
afterAll(closeSharedSystem);

// all suites share one running system, because its start takes long
describe('one buyer', oneBuyer);
describe('what was seen is what is done', whatWasSeen);
describe('nothing is forgotten', nothingForgotten);
describe('every reservation ends', everyReservationEnds);
describe('never the wrong one', neverTheWrongOne);
